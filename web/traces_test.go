package main

import (
	"io"
	"net/http"
	"net/http/httptest"
	"strings"
	"sync"
	"syscall"
	"testing"

	collector "go.opentelemetry.io/proto/otlp/collector/trace/v1"
	"google.golang.org/protobuf/proto"
)

// collected is what a collector was sent.
type collected struct {
	mu       sync.Mutex
	bytes    strings.Builder
	names    map[string]string // of spans, by their ids
	parents  map[string]string // ids
	services []string
}

// newCollector returns the address of a collector on this machine.
func newCollector(t *testing.T) (address string, got *collected) {
	t.Helper()
	got = &collected{names: map[string]string{}, parents: map[string]string{}}
	s := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		body, err := io.ReadAll(r.Body)
		var sent collector.ExportTraceServiceRequest
		if err == nil {
			err = proto.Unmarshal(body, &sent)
		}
		if err != nil || r.URL.Path != "/v1/traces" {
			t.Errorf("%s: %v", r.URL, err)
		}
		got.add(string(body), &sent)
	}))
	t.Cleanup(s.Close)
	return s.URL, got
}

func (c *collected) add(body string, sent *collector.ExportTraceServiceRequest) {
	c.mu.Lock()
	defer c.mu.Unlock()
	c.bytes.WriteString(body)
	for _, resource := range sent.GetResourceSpans() {
		for _, about := range resource.GetResource().GetAttributes() {
			c.services = append(c.services, about.GetKey()+"="+about.GetValue().GetStringValue())
		}
		for _, scope := range resource.GetScopeSpans() {
			for _, span := range scope.GetSpans() {
				c.names[string(span.GetSpanId())] = span.GetName()
				c.parents[string(span.GetSpanId())] = string(span.GetParentSpanId())
			}
		}
	}
}

// ways are the spans that were sent, each with those above it: "request > run > INSERT".
func (c *collected) ways() map[string]int {
	c.mu.Lock()
	defer c.mu.Unlock()
	ways := map[string]int{}
	for id := range c.names {
		way := c.names[id]
		for above := c.parents[id]; above != ""; above = c.parents[above] {
			way = c.names[above] + " > " + way
		}
		ways[way]++
	}
	return ways
}

// TestTraces: a collector is told of each request by its route, of runs, previews and undos, and of each statement by its kind; and nothing
// of what was asked, typed or answered.
func TestTraces(t *testing.T) {
	t.Parallel()
	address, path := smallWorld(t)
	endpoint, got := newCollector(t)
	p := startProgram(t, address, "--traces-endpoint="+endpoint)
	v := newVisitor(t, p.url).signIn("P")
	v.want(http.StatusOK, v.get("/products/plans?q=secret-search"))
	v.get("/set-password?link=secret-link")
	v.want(http.StatusNotFound, v.get("/secret-page"))
	form := v.dialog(path)
	v.want(http.StatusOK, v.get(path+"/preview?"+form.Encode()))
	run := v.want(http.StatusSeeOther, v.post(path, form)).Header.Get("Location")
	v.want(http.StatusSeeOther, v.post(run+"/undo", nil))
	v.want(http.StatusOK, v.get("/healthz"))
	if err := p.cmd.Process.Signal(syscall.SIGTERM); err != nil {
		t.Fatal(err)
	}
	<-p.ended
	ways := got.ways()
	for _, want := range []string{
		"GET /products/plans", "GET /products/plans > SELECT", "GET /set-password", "GET no route",
		"GET /products/plans/:plan/synchronize/preview > preview > SELECT", "POST /products/plans/:plan/synchronize > run > INSERT",
		"POST /synchronizations/:run/undo > undo > SELECT",
	} {
		if ways[want] == 0 {
			t.Errorf("not told: %s", want)
		}
	}
	if ways["GET /healthz"] > 0 {
		t.Error("who asks after the program's health is traced")
	}
	for _, secret := range []string{"secret", "world.example", "walk-the-manual", "Mail", run, "account_id"} {
		if strings.Contains(got.bytes.String(), secret) {
			t.Errorf("the traces tell of %s", secret)
		}
	}
	if !strings.Contains(strings.Join(got.services, " "), "service.name=tiersync") {
		t.Errorf("they say that they are of %q", got.services)
	}
	if !strings.Contains(p.tail(), `"trace":"`) {
		t.Error("no line of the log names its trace")
	}
	if t.Failed() {
		for way, n := range ways {
			t.Log(n, way)
		}
	}
}

// TestTracesWithoutACollector: nobody waits for a collector that is not there, and the log says that it is not.
func TestTracesWithoutACollector(t *testing.T) {
	t.Parallel()
	address, _ := smallWorld(t)
	p := startProgram(t, address, "--traces-endpoint=http://"+freeAddress(t))
	v := newVisitor(t, p.url).signIn("P")
	v.want(http.StatusOK, v.get("/products/plans"))
	if err := p.cmd.Process.Signal(syscall.SIGTERM); err != nil {
		t.Fatal(err)
	}
	<-p.ended
	if code := p.cmd.ProcessState.ExitCode(); code != 0 || !strings.Contains(p.tail(), "traces are not sent") {
		t.Errorf("it ends with %d and says %s", code, p.tail())
	}
}
