// Package dockertest starts a real docker daemon on behalf of a test, so that a
// test can see what docker does with our answers rather than what we believe it
// does. [Start] starts one, [Daemon.Docker] runs the docker client against it;
// at the end of the test the daemon, its containerd and its folder are gone.
//
// It pulls and pushes. It isn't set up to run containers: there is no network
// for them, and the machines that run our tests may not allow it.
//
// The traps:
//
//   - 127.0.0.0/8 is an "insecure registry" to every docker daemon, which means
//     that it tries TLS first and then plain HTTP. A test server on 127.0.0.1
//     works as it is, and sees the broken handshake of the first try. A name or
//     any other address wants TLS.
//   - dockerd wants the rights of root and the tests that use it skip without.
//   - dockerd mounts its data folder onto itself, and stays mounted if it is
//     killed. Removing a folder before everything below it is unmounted removes
//     what is mounted there.
//   - dockerd uses the machine's containerd if one is running, else it starts
//     one of its own in a session of its own, which a signal to our process
//     group doesn't reach. With the machine's we take a namespace of our own.
//   - The path of a unix socket has at most 107 bytes, which the name of a test
//     fills easily. The daemon's folder is therefore not t.TempDir.
//   - docker remembers layers. A second pull of the same image by one daemon
//     asks for the manifest and for nothing else; remove the image first.
//   - Debian's docker.io is version 20.10, whose client and daemon differ in
//     places from today's. The client is the first docker in PATH, often newer
//     than the daemon; the two agree on an API version themselves.
package dockertest
