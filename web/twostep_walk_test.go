package main

import (
	"strconv"
	"strings"
	"testing"
	"time"

	"github.com/chromedp/chromedp/kb"
	"github.com/pquerna/otp/hotp"
)

// TestWalkTwoStepSignIn turns it on with what the page shows, signs in with the next code and with a recovery code, by keyboard, and makes
// it a rule for all. Each of its pages is looked at on a small phone and on a screen, in the light and in the dark.
func TestWalkTwoStepSignIn(t *testing.T) {
	t.Parallel()
	p := newSite(t).openShown(t)
	p.signIn(provider)
	p.visit("/account")
	p.looks()
	p.follow("Turn On")
	p.looks()
	if width := eval[float64](p, "document.querySelector('svg.qr').getBoundingClientRect().width"); width < 150 {
		t.Errorf("the picture is %v pixels wide", width)
	}
	secret := strings.ReplaceAll(eval[string](p, "document.querySelector('main code').innerText"), " ", "")
	code := func(steps int64) string {
		code, err := hotp.GenerateCode(secret, uint64(time.Now().Unix()/30+steps))
		if err != nil {
			t.Fatal(err)
		}
		return code
	}
	p.fill("Code", "000000")
	p.fill("Present password", demoPassword)
	p.follow("Turn On")
	p.see("This code is not right")
	p.looks()
	p.fill("Code", code(0))
	p.fill("Present password", demoPassword)
	p.follow("Turn On")
	p.see("Two-step sign-in is on.")
	p.see("They are not shown again.")
	p.looks()
	recovery := eval[[]string](p, "[...document.querySelectorAll('.codes code')].map(c => c.innerText)")
	if len(recovery) != 10 {
		t.Fatalf("the recovery codes are %q", recovery)
	}
	for _, path := range []string{"/account/two-step/codes", "/account/two-step/off"} {
		p.visit(path)
		p.looks()
	}

	p.follow("Sign out")
	p.second(code(1))
	p.see("Service Plans")
	p.visit("/users")
	p.follow("Ask for Two-Step Sign-In of All")
	p.see("Two-step sign-in is asked of all")
	p.looks()
	p.follow("Sign out")
	p.second(recovery[0])
	p.visit("/account")
	p.see("You have 9 recovery codes left.")
	p.follow("Sign out")

	p.visit("/login")
	p.fill("Email", "operator@provider.example")
	p.fill("Password", demoPassword)
	p.follow("Sign in")
	p.see("Turn it on to go on")
	p.looks()
	p.visit("/products/plans")
	p.see("Turn it on to go on")
	p.follow("Sign out")
	p.see("Sign in")
}

// second signs the provider in by keyboard, with a code after the password.
func (p *tab) second(code string) {
	p.t.Helper()
	p.visit("/login")
	p.fill("Email", provider)
	p.fill("Password", demoPassword)
	p.follow("Sign in")
	p.see("Enter your code")
	p.looks()
	p.tabTo("Code")
	p.press(strings.Split(code, "")...)
	p.press(kb.Enter)
	p.await("location.pathname !== '/login' && location.pathname !== '/login/code'", "the page after the code")
}

// looks lets axe look at the page, light and dark, and looks whether it fits a small phone.
func (p *tab) looks() {
	p.t.Helper()
	p.resize(320, 640)
	if width := eval[int](p, "document.documentElement.scrollWidth"); width > 320 {
		p.t.Errorf("%s is %s pixels wide", p.path(), strconv.Itoa(width))
	}
	p.resize(1280, 900)
	p.built()
	p.readable()
	p.dark(true)
	p.readable()
	p.dark(false)
}
