package main

import (
	"slices"
	"time"
)

func timed(fn func() error) (time.Duration, error) {
	start := time.Now()
	err := fn()
	return time.Since(start), err
}

// Sample is how long one thing took, several times.
type Sample []time.Duration

// Quantile returns the time that the given share of the sample does not exceed: 0.5 is the median. It is 0 for no sample.
func (s Sample) Quantile(q float64) time.Duration {
	if len(s) == 0 {
		return 0
	}
	sorted := slices.Sorted(slices.Values(s))
	return sorted[min(int(q*float64(len(sorted))), len(sorted)-1)]
}

// Median is the middle of the sample.
func (s Sample) Median() time.Duration { return s.Quantile(0.5) }

// Max is the longest time of the sample.
func (s Sample) Max() time.Duration { return s.Quantile(1) }

// scaled returns what the sample would come to for more resellers: row copies cost the same for each.
func (s Sample) scaled(factor float64) Sample {
	list := make(Sample, len(s))
	for i, d := range s {
		list[i] = time.Duration(float64(d) * factor)
	}
	return list
}
