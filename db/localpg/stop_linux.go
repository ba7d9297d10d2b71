package localpg

import "syscall"

// stopWithParent makes the kernel end the child politely when the thread that started it dies, as it does when the
// program is killed.
func stopWithParent(a *syscall.SysProcAttr) { a.Pdeathsig = syscall.SIGINT }
