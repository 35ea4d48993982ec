// Package demo plays the main job through, from the first push to a refusal, on
// a machine that has nothing but this program: a vendor pushes two versions of
// an application and of its Helm chart, publishes them, grants a customer one of
// the versions, and the customer pulls both.
//
// Nothing is played: store, registry, proxy and images are the real ones, the
// requests go over the loopback interface, and every layer that comes back is
// verified. An answer that is not the one it should be is shown as such.
package demo
