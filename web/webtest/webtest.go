// Package webtest asks a running program for pages, as a browser without script does. The tests of web and of web/server use it.
package webtest

import (
	"bytes"
	"context"
	"io"
	"net/http"
	"strings"

	"github.com/PuerkitoBio/goquery"
)

// Answer is a response whose body was read: as it came, and as a page.
type Answer struct {
	*http.Response
	Page *goquery.Document
	Text string
}

// Fetch makes a request and reads the page that answers it. The body of a POST is a form unless the headers, which are pairs of
// name and value, say otherwise.
func Fetch(ctx context.Context, client *http.Client, method, url, body string, headers ...string) (Answer, error) {
	request, err := http.NewRequestWithContext(ctx, method, url, strings.NewReader(body))
	if err != nil {
		return Answer{}, err
	}
	if method == http.MethodPost {
		request.Header.Set("Content-Type", "application/x-www-form-urlencoded")
	}
	for i := 0; i < len(headers); i += 2 {
		request.Header.Set(headers[i], headers[i+1])
	}
	response, err := client.Do(request)
	if err != nil {
		return Answer{}, err
	}
	defer response.Body.Close()
	content, err := io.ReadAll(response.Body)
	if err != nil {
		return Answer{}, err
	}
	page, err := goquery.NewDocumentFromReader(bytes.NewReader(content))
	return Answer{response, page, string(content)}, err
}
