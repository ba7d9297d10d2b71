package main

import "testing"

func TestWalkSignInAndOut(t *testing.T) {
	t.Parallel()
	p := newSite(t).open(t)
	p.visit("/login")
	p.accessible()
	p.fill("Email", "admin@provider.example")
	p.fill("Password", "not the password")
	p.click("Sign in")
	p.see("password")
	p.accessible()
	p.signInByPage("admin@provider.example")
	p.click("Sign out")
	p.see("Sign in")
	p.do()
	p.visit("/products/plans")
	p.see("Sign in")
}
