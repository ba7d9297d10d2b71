package domain

import (
	"errors"
	"testing"
	"time"
)

func TestFault101WaitsGrow(t *testing.T) {
	t.Parallel()
	now := time.Date(2026, 11, 27, 12, 0, 0, 0, time.UTC)
	tests := []struct {
		failures int
		ago      time.Duration // since the last of them
		want     time.Duration
	}{
		{0, 0, 0}, {4, 0, 0}, {5, 0, 5 * time.Second}, {6, 0, 10 * time.Second}, {7, 0, 20 * time.Second}, {10, 0, 160 * time.Second},
		{11, 0, 5 * time.Minute}, {1_000_000, 0, 5 * time.Minute}, // never for good
		{5, 2 * time.Second, 3 * time.Second}, {5, 5 * time.Second, 0}, {5, time.Hour, 0}, {1_000_000, 5 * time.Minute, 0},
	}
	for _, test := range tests {
		if got := GuessLimit().Wait(Failures{test.failures, now.Add(-test.ago)}, now); got != test.want {
			t.Errorf("%d failures, the last %v ago: %v, want %v", test.failures, test.ago, got, test.want)
		}
	}
	if got := GuessLimit().Wait(Failures{}, now); got != 0 {
		t.Errorf("without a failure: %v", got)
	}
	if a, b := NetworkLimit().Wait(Failures{29, now}, now), NetworkLimit().Wait(Failures{30, now}, now); a != 0 || b != 5*time.Second {
		t.Errorf("a network: %v, then %v", a, b)
	}
}

func TestFault101FailuresAreForgotten(t *testing.T) {
	t.Parallel()
	now := time.Date(2026, 11, 27, 12, 0, 0, 0, time.UTC)
	tests := []struct {
		failures int
		ago      time.Duration
		want     int
	}{
		{0, 0, 1}, {5, 0, 6}, {5, 9 * time.Minute, 6}, {5, 10 * time.Minute, 5}, {5, 31 * time.Minute, 3}, {5, 48 * time.Hour, 1},
		{5, -time.Hour, 6}, // a clock that was set back forgets nothing
	}
	for _, test := range tests {
		want := Failures{test.want, now}
		if got := GuessLimit().Failed(Failures{test.failures, now.Add(-test.ago)}, now); got != want {
			t.Errorf("one more after %d, the last %v ago: %+v, want %+v", test.failures, test.ago, got, want)
		}
	}
	if got := GuessLimit().Failed(Failures{}, now); got != (Failures{1, now}) {
		t.Errorf("the first: %+v", got)
	}
}

func TestFault101Networks(t *testing.T) {
	t.Parallel()
	for address, want := range map[string]string{
		"203.0.113.7": "203.0.113.7", "::ffff:203.0.113.7": "203.0.113.7", "2001:db8:1:2:3:4:5:6": "2001:db8:1:2::/64",
		"2001:DB8:1:2:ffff::1": "2001:db8:1:2::/64", "fe80::1%eth0": "fe80::/64", "": "", "proxy.example": "", "203.0.113.7:80": "",
	} {
		if got := NetworkOf(address); got != want {
			t.Errorf("%q is of the network %q, want %q", address, got, want)
		}
	}
}

func TestFault101TheRefusalSaysHowLong(t *testing.T) {
	t.Parallel()
	for wait, want := range map[time.Duration]string{
		time.Millisecond: "1 second", 1001 * time.Millisecond: "2 seconds", time.Minute: "60 seconds", 61 * time.Second: "2 minutes",
		5 * time.Minute: "5 minutes",
	} {
		var e *Error
		if got := waitText(wait); got != want {
			t.Errorf("%v reads %q, want %q", wait, got, want)
		}
		if err := TooOften(wait); !errors.As(err, &e) || e.Kind != KindTooOften || e.Wait != wait {
			t.Errorf("%v: %v", wait, err)
		}
	}
}
