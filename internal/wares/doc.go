// Package wares makes what an invented vendor ships: real container images and
// Helm charts, built in process, for the demo and for tests with real clients.
//
// The same version is the same bytes wherever it is built, so pushing again
// changes nothing. An [App] is an index of two platforms; its versions share
// their base layer, so that a layer of a granted version is also one of a
// version that was not granted.
package wares
