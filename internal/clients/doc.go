// Package clients holds no code, only a test: real clients pull through a real
// server, every case with every client that can ask it. It is where we find out
// that docker, skopeo, helm and crane agree with what the specifications say.
package clients
