//go:build !linux

package localpg

import "syscall"

// stopWithParent does nothing where the kernel cannot do it: the next start finds the orphan and ends it.
func stopWithParent(*syscall.SysProcAttr) {}
