package localpg

import "syscall"

// roomInMemory is how many bytes must be free there: what the databases of a whole test run take at once, several times over.
const roomInMemory = 4 << 30

// inMemory is a folder that is kept in memory; "" where there is none, or too little room.
func inMemory() string {
	const dir, tmpfs = "/dev/shm", 0x01021994
	var s syscall.Statfs_t
	if err := syscall.Statfs(dir, &s); err != nil || s.Type != tmpfs || s.Bavail*uint64(s.Bsize) < roomInMemory {
		return ""
	}
	return dir
}
