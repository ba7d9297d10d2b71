package server

import (
	"os"
	"runtime/debug"
)

// BoundMemory lets what a process holds grow by half over what it uses before it is collected, not to the double: a crowd of sign-ins, each
// of which takes 19 MiB, and runs over ten thousand resellers stay within the memory that docs/deploy.md says. GOGC says otherwise.
func BoundMemory() {
	if os.Getenv("GOGC") == "" {
		debug.SetGCPercent(50)
	}
}
