package domain

import (
	"net/netip"
	"strconv"
	"time"
)

// SignIn is a try to sign in: what was typed, and where it came from.
type SignIn struct {
	Email, Password string
	Code            string // of the second step
	From            string // the network address that it came from; "" where there is none, which nothing limits
	Device          string // the browser's own name where somebody has signed in as Email with it before, else ""
}

// Tried is the email address of a sign-in as it is recorded. What is typed in its place and is none is not: it may be a password.
func (s SignIn) Tried() string {
	if email := CleanEmail(s.Email); EmailProblem(email) == "" {
		return email
	}
	return "no email address"
}

// Failures are the failed sign-ins of an email address, of a network address or of a device that are not forgotten yet.
type Failures struct {
	Count int
	Last  time.Time
}

// FailureLimit says how long failed sign-ins keep the next one waiting.
type FailureLimit struct {
	Free   int           // so many fail without a wait
	Forget time.Duration // after each of these without a further one, one is forgotten
}

// The waits after failed sign-ins: the first is the shortest, each further failure doubles it. Nobody waits for longer than the longest,
// whatever others do, so that no account is locked.
const (
	shortestWait = 5 * time.Second
	longestWait  = 5 * time.Minute
)

// GuessLimit is the limit of one email address, whoever has it or nobody, and of one device.
func GuessLimit() FailureLimit { return FailureLimit{Free: 5, Forget: 10 * time.Minute} }

// NetworkLimit is the limit of one network: a whole office may be behind it.
func NetworkLimit() FailureLimit { return FailureLimit{Free: 30, Forget: time.Minute} }

// Wait is how long from now on the next sign-in is refused, whatever its password; zero: it is not.
func (l FailureLimit) Wait(f Failures, now time.Time) time.Duration {
	if f.Count < l.Free {
		return 0
	}
	wait := longestWait
	if over := f.Count - l.Free; over < 10 {
		wait = min(wait, shortestWait<<over)
	}
	return max(0, f.Last.Add(wait).Sub(now))
}

// Failed are the failures with one more, of this moment.
func (l FailureLimit) Failed(f Failures, now time.Time) Failures {
	forgotten := int(max(0, now.Sub(f.Last)) / l.Forget)
	return Failures{Count: max(0, f.Count-forgotten) + 1, Last: now}
}

// NetworkOf is the network that a network address is limited with: itself, or of IPv6 the 64 bits that one customer of a carrier
// has, who may choose the others as they like. A text that is no address is nobody's: "".
func NetworkOf(address string) string {
	ip, err := netip.ParseAddr(address)
	if err != nil {
		return ""
	}
	if ip = ip.Unmap().WithZone(""); ip.Is4() {
		return ip.String()
	}
	return netip.PrefixFrom(ip, 64).Masked().String()
}

// TooOften refuses a sign-in that has to wait.
func TooOften(wait time.Duration) error {
	message := "Too many sign-ins have failed. Try again in " + waitText(wait) + "; until then the right password is not taken either."
	return &Error{Kind: KindTooOften, Wait: wait, Message: message}
}

// waitText is a wait in words, in whole seconds or minutes that are not too short.
func waitText(wait time.Duration) string {
	unit, number := "second", (wait+time.Second-1)/time.Second
	if number > 60 {
		unit, number = "minute", (wait+time.Minute-1)/time.Minute
	}
	if number != 1 {
		unit += "s"
	}
	return strconv.Itoa(int(number)) + " " + unit
}
