// Package datadir finds the folder in which the program distr keeps everything,
// and sets it up the first time. In it lie
//
//	distr.json   the marker: this folder is ours, and of which format
//	distr.db     customers, products, grants, events: the SQLite database
//	registry/    the images, a folder for each vendor
//	blobs/       what is kept of images that lie elsewhere, a folder for each vendor
//	master.key   opens what is sealed in the database, unless it is kept elsewhere
//	serve.lock   held by the one serve that may run on the folder
//
// [Open] makes the folder, readable by its owner only, and writes the marker;
// whoever opens database and registry makes these. So a setup that was broken
// off at any step is taken up again by the next command, and several commands
// may begin on an empty folder at once.
//
// # The trap
//
// A folder that holds anything and has no marker is refused, since a mistyped
// --data must not sow files into somebody's home. So the marker has to be the
// first of our files in it, and has to be there whole: it is written under
// another name, brought to disk, and renamed.
//
// The master key is made on first use, and never when something has been sealed
// already: that would hide that the old one is lost. So [Folder.ReadMasterKeys]
// makes none, and only who knows that nothing is sealed calls
// [Folder.MakeMasterKeys].
package datadir
