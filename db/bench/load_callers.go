package main

import (
	"bytes"
	"context"
	"errors"
	"fmt"
	"math/rand/v2"
	"net/http"
	"net/url"
	"os"
	"regexp"
	"strings"
	"time"

	"tiersync/db/worlds"
	"tiersync/domain"
)

// caller is somebody who asks the program for pages.
type caller struct {
	client *http.Client
	base   string
	cookie string
	paths  []string // each as often as it stands here
}

// newClient keeps its connections, follows no redirect and gives up as a browser's user would.
func newClient() *http.Client {
	return &http.Client{Timeout: 30 * time.Second, Transport: &http.Transport{MaxIdleConns: 512, MaxIdleConnsPerHost: 512, DisableCompression: true},
		CheckRedirect: func(*http.Request, []*http.Request) error { return http.ErrUseLastResponse }}
}

// providerPages are what somebody at the provider's looks at.
func (l *load) providerPages() []string {
	program := fmt.Sprintf("/products/plans/%d", l.world.Plan)
	pages := []string{"/products/plans", program, program + "/subscriptions", "/resellers", "/synchronizations", "/products/sales-categories"}
	for range 5 {
		pages = append(pages, fmt.Sprintf("/products/plans/%d/periods", l.anyPlan()), fmt.Sprintf("/resellers/%d", l.anyReseller().ID))
	}
	return pages
}

// resellerPages are what somebody at a reseller's looks at.
func (l *load) resellerPages() []string {
	pages := []string{"/products/plans", "/products/plans", "/last-synchronization"}
	for range 3 {
		plan := fmt.Sprintf("/products/plans/%d", l.anyPlan())
		pages = append(pages, plan, plan+"/periods", plan+"/rates")
	}
	return pages
}

func (l *load) anyPlan() domain.PlanID { return l.world.sold[rand.IntN(len(l.world.sold))].ID }

func (l *load) anyReseller() Reseller { return l.world.Resellers[rand.IntN(len(l.world.Resellers))] }

// answered is an answer that was read to its end.
type answered struct {
	status int
	header http.Header
	body   []byte
}

func (c *caller) send(ctx context.Context, method, path string, form url.Values) (answered, error) {
	request, err := http.NewRequestWithContext(ctx, method, c.base+path, strings.NewReader(form.Encode()))
	if err != nil {
		return answered{}, err
	}
	if method == http.MethodPost {
		request.Header.Set("Content-Type", "application/x-www-form-urlencoded")
	}
	if c.cookie != "" {
		request.Header.Set("Cookie", c.cookie)
	}
	answer, err := c.client.Do(request)
	if err != nil {
		return answered{}, err
	}
	var body bytes.Buffer
	_, err = body.ReadFrom(answer.Body)
	return answered{answer.StatusCode, answer.Header, body.Bytes()}, errors.Join(err, answer.Body.Close())
}

func (c *caller) signIn(ctx context.Context, email string) error {
	answer, err := c.send(ctx, http.MethodPost, "/login", url.Values{"email": {email}, "password": {worlds.Password}})
	if err != nil {
		return err
	}
	if answer.status != http.StatusSeeOther {
		return fmt.Errorf("sign in as %s: status %d", email, answer.status)
	}
	c.cookie, _, _ = strings.Cut(answer.header.Get("Set-Cookie"), ";")
	return nil
}

// look asks for one of the caller's pages.
func (c *caller) look(ctx context.Context) (answered, string, error) {
	path := c.paths[rand.IntN(len(c.paths))]
	answer, err := c.send(ctx, http.MethodGet, path, nil)
	return answer, path, err
}

var dialogKey = regexp.MustCompile(`name="key" value="([A-Z2-7]+)"`)

// synchronize opens the dialog for all resellers and sends it, and returns the run's address.
func (c *caller) synchronize(ctx context.Context, plan domain.PlanID) (string, error) {
	path := fmt.Sprintf("/products/plans/%d/synchronize", plan)
	dialog, err := c.send(ctx, http.MethodGet, path, nil)
	if err != nil {
		return "", err
	}
	key := dialogKey.FindSubmatch(dialog.body)
	if key == nil {
		return "", fmt.Errorf("the dialog answers %d", dialog.status)
	}
	form := url.Values{"key": {string(key[1])}, "policy": {string(domain.Keep)}}
	for _, box := range priceBoxes {
		form.Add("opt", string(box))
	}
	return c.submit(ctx, path, form)
}

// submit sends a form and returns where it leads.
func (c *caller) submit(ctx context.Context, path string, form url.Values) (string, error) {
	answer, err := c.send(ctx, http.MethodPost, path, form)
	if err != nil {
		return "", err
	}
	if answer.status != http.StatusSeeOther {
		return "", fmt.Errorf("%s answers %d", path, answer.status)
	}
	return answer.header.Get("Location"), nil
}

// servedAt waits until the log of the program says where it serves.
func servedAt(ctx context.Context, log string) (string, error) {
	serving := regexp.MustCompile(`"msg":"serving","addr":"([^"]+)"`)
	var text []byte
	for range 600 {
		var err error
		text, err = os.ReadFile(log)
		if err != nil {
			return "", err
		}
		if found := serving.FindSubmatch(text); found != nil {
			return "http://" + string(found[1]), nil
		}
		select {
		case <-ctx.Done():
			return "", ctx.Err()
		case <-time.After(50 * time.Millisecond):
		}
	}
	return "", fmt.Errorf("the program does not serve: %s", text)
}
