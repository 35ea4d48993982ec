// Package ear hears in a test how a server writes to its connections: which bytes it
// asks the kernel to bring there from a file or from another connection (sendfile,
// splice), and which it copies itself.
//
// The trap: a server counts an answer when it has sent it, and the client may have it
// before that. And what goes out together with the headers is always copied, as is what
// came together with those of the registry behind.
package ear
