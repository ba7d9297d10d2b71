package main

import (
	"context"
	"fmt"
	"net/http"
	"net/http/cookiejar"
	"net/url"
	"os"
	"strings"
	"sync"
	"sync/atomic"
	"testing"
	"time"

	"tiersync/db"
	"tiersync/db/dbtest"
	"tiersync/domain"
	"tiersync/web/webtest"
)

// TestFault102ACrowdOfGuesses lets two hundred guess at once, each from a network of their own, so that nothing but the line for
// hashing limits them. Whoever has signed in with their browser before does not notice, and who comes with a new one hardly.
func TestFault102ACrowdOfGuesses(t *testing.T) {
	t.Parallel()
	p := startProgram(t, dbtest.PreparedURL(t, "one administrator", oneAdministrator), "--trusted-proxies=127.0.0.0/8")
	jar, err := cookiejar.New(nil)
	if err != nil {
		t.Fatal(err)
	}
	ann := &http.Client{Jar: jar, CheckRedirect: func(*http.Request, []*http.Request) error { return http.ErrUseLastResponse }}
	signIn := func(client *http.Client, email, password, from string) webtest.Answer {
		form := url.Values{"email": {email}, "password": {password}}.Encode()
		a, err := webtest.Fetch(t.Context(), client, http.MethodPost, p.url+"/login", form, "X-Forwarded-For", from)
		if err != nil {
			t.Error(err)
		}
		return a
	}
	right := func() webtest.Answer { return signIn(ann, "ann@provider.example", adminPassword, "198.51.100.7") }
	if a := right(); a.StatusCode != http.StatusSeeOther {
		t.Fatalf("signing in: %d", a.StatusCode)
	}
	anew := &http.Client{CheckRedirect: ann.CheckRedirect}
	var (
		crowd    sync.WaitGroup
		answered atomic.Int32
		begun    = make(chan struct{}, 200)
	)
	strangers := &http.Client{Transport: &http.Transport{MaxConnsPerHost: 200}}
	start := time.Now()
	for n := range 200 {
		crowd.Go(func() {
			a := signIn(strangers, fmt.Sprintf("user%d@provider.example", n), "wrong", fmt.Sprintf("203.0.113.%d", n))
			answered.Add(1)
			begun <- struct{}{}
			if a.StatusCode != http.StatusUnprocessableEntity && (a.StatusCode != http.StatusServiceUnavailable || a.Header.Get("Retry-After") == "") {
				t.Errorf("guess %d: %d, Retry-After %q", n, a.StatusCode, a.Header.Get("Retry-After"))
			}
		})
	}
	for range 99 { // who finds no place in the line is answered: then all are there
		<-begun
	}
	asked := time.Now()
	newcomer := signIn(anew, "ann@provider.example", adminPassword, "198.51.100.8")
	tookAnew := time.Since(asked)
	asked = time.Now()
	a := right()
	took, before := time.Since(asked), answered.Load()
	crowd.Wait()
	t.Logf("the right one took %v, after it %d guesses were answered; in a new browser %v; all of them took %v", took, 200-before, tookAnew, time.Since(start))
	if a.StatusCode != http.StatusSeeOther || before == 200 || took > time.Second && took > time.Since(start)/2 {
		t.Errorf("the right one: %d after %v, when %d of 200 guesses were answered", a.StatusCode, took, before)
	}
	if newcomer.StatusCode != http.StatusSeeOther || tookAnew > time.Second && tookAnew > time.Since(start)/2 {
		t.Errorf("the right one in a new browser: %d after %v", newcomer.StatusCode, tookAnew)
	}
	status, err := os.ReadFile(fmt.Sprintf("/proc/%d/status", p.cmd.Process.Pid))
	if err != nil {
		t.Fatal(err)
	}
	var kilobytes int
	_, peak, _ := strings.Cut(string(status), "VmHWM:")
	if _, err := fmt.Sscan(peak, &kilobytes); err != nil || kilobytes > 200<<10 {
		t.Errorf("the program held %d KB, %v; want 200 MB at most", kilobytes, err)
	}
	t.Logf("the program held %d MB", kilobytes>>10)
}

const adminPassword = "correct horse battery"

// oneAdministrator prepares a database for production in which ann@provider.example may sign in.
func oneAdministrator(ctx context.Context, database *db.DB) error {
	_, err := database.AddAdministrator(ctx, db.UseProduction, "Northwind", "EUR", domain.User{Email: "ann@provider.example", Name: "Ann Berg"}, adminPassword)
	return err
}
