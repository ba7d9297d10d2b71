package server

import "testing"

// TestGrowth: a heap grows to the room that there is, a large one by half; the whole process a little further.
func TestGrowth(t *testing.T) {
	t.Parallel()
	for live, want := range map[uint64]int{0: 12700, 8 << 20: 1500, 64 << 20: 100, 85 << 20: 50, 1 << 30: 50} {
		if got := growth(live); got != want {
			t.Errorf("%d bytes in use may grow by %d %%, want %d %%", live, got, want)
		}
	}
	for live, want := range map[uint64]int64{0: 138 << 20, 40 << 20: 138 << 20, 64 << 20: 170 << 20, 1 << 30: 1610 << 20} {
		if got := limit(live, 10<<20); got != want {
			t.Errorf("with %d bytes in use the process may hold %d, want %d", live, got, want)
		}
	}
}
