package handlers_test

import (
	"net/http"
	"net/url"
	"regexp"
	"slices"
	"strings"
	"testing"

	"github.com/jmoiron/sqlx"
	"github.com/labstack/echo/v4"
)

// marked names accounts, users, subscriptions and templates after whose they are: what an answer tells of an account is found by its mark.
func (w *world) marked() {
	w.t.Helper()
	w.exec(`UPDATE account SET name = 'MARK-' || id || '-account';
		UPDATE app_user SET name = 'MARK-' || account_id || '-user';
		UPDATE template SET name = 'MARK-' || account_id || '-template';
		UPDATE subscription SET name = 'MARK-' || account_id || '-subscription'`)
}

// idsOfEverybody are the ids in the world that stand for a parameter of a route.
func (w *world) idsOfEverybody() map[string][]string {
	w.t.Helper()
	ids := map[string][]string{":period": {"22"}, ":resource": {"31"}, ":plan": {"1", "2"}, ":currency": {"EUR"}, ":change": {"hold", "activate"}, "*": {"app.css"}}
	for parameter, query := range map[string]string{
		":account":  `SELECT id FROM account`,
		":template": `SELECT id FROM template ORDER BY account_id LIMIT 3`,
		":sub":      `SELECT id FROM subscription`,
		":run":      `SELECT id FROM run`,
		":entry":    `SELECT max(id) FROM entry GROUP BY account_id`,
		":version":  `SELECT max(id) FROM change GROUP BY account_id`,
		":id": `SELECT id FROM account UNION SELECT min(id) FROM app_user GROUP BY account_id UNION SELECT max(id) FROM change GROUP BY account_id
			UNION SELECT unnest(ARRAY[31, 41, 51])`,
	} {
		w.check(w.db.InReadTx(w.t.Context(), func(tx *sqlx.Tx) error {
			var list []string
			err := tx.SelectContext(w.t.Context(), &list, query)
			ids[parameter] = list
			return err
		}))
	}
	return ids
}

var routeParameter = regexp.MustCompile(`:\w+|\*$`)

// addresses are the addresses of a route: with each id in the place of its first parameter, and in those of the others one after the other.
func addresses(route string, ids func(parameter string) []string) []string {
	parameters := routeParameter.FindAllString(route, -1)
	if len(parameters) == 0 {
		return []string{route}
	}
	most := 0
	for _, p := range parameters {
		most = max(most, len(ids(p)))
	}
	var list []string
	for first := range ids(parameters[0]) {
		for n := range most {
			address := strings.Replace(route, parameters[0], ids(parameters[0])[first], 1)
			for _, p := range parameters[1:] {
				address = strings.Replace(address, p, ids(p)[n%len(ids(p))], 1)
			}
			list = append(list, address)
		}
	}
	slices.Sort(list)
	return slices.Compact(list)
}

// family says of each account whether it is above the viewer's (1), theirs or below them (2), or has nothing to do with it (0).
func (w *world) family(as string) map[string]int {
	w.t.Helper()
	parents := map[string]string{"R1": "P", "R11": "R1", "R111": "R11", "R2": "P"}
	family := map[string]int{}
	for name, v := range w.viewers {
		for up := name; up != ""; up = parents[up] {
			if up == as {
				family[idOf(v.Account.ID)] = 2
			}
		}
	}
	for up := parents[as]; up != ""; up = parents[up] {
		family[idOf(w.viewers[up].Account.ID)] = 1
	}
	return family
}

// entriesOfOthers counts the log entries of everybody but an account.
func (w *world) entriesOfOthers(as string) (n int) {
	w.t.Helper()
	w.check(w.db.InReadTx(w.t.Context(), func(tx *sqlx.Tx) error {
		return tx.GetContext(w.t.Context(), &n, `SELECT count(*) FROM entry WHERE account_id <> $1`, w.viewers[as].Account.ID)
	}))
	return n
}

var mark = regexp.MustCompile(`MARK-(\d+)-(\w+)`)

// TestEveryDoorAsAStranger goes through all routes with everybody's ids, as users who have nothing to do with most of them: no answer tells
// of an account that is neither above nor below its reader's, or of what those above have to themselves, and nothing changes.
func TestEveryDoorAsAStranger(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	w.marked()
	ids := w.idsOfEverybody()
	seen := 0
	for _, as := range []string{"P2", "R2", "R11"} {
		family, before := w.family(as), w.entriesOfOthers(as)
		for _, route := range w.program.(*echo.Echo).Routes() {
			if route.Method == http.MethodHead || route.Path == "/logout" || strings.HasPrefix(route.Path, "/account/sessions") {
				continue // they would be strangers to everything
			}
			if as == "R11" && route.Method != http.MethodGet {
				continue // what a form does to those above is asked as R2
			}
			for _, address := range addresses(route.Path, func(p string) []string { return ids[p] }) {
				form := url.Values{"sender": {idOf(w.viewers[as].User.ID)}}
				answer := w.serve(as, route.Method, address, form.Encode())
				if answer.Code >= http.StatusInternalServerError {
					t.Errorf("%s %s %s: status %d", as, route.Method, address, answer.Code)
				}
				for _, found := range mark.FindAllStringSubmatch(answer.Body.String(), -1) {
					seen++
					whose := family[found[1]]
					if whose == 0 || whose == 1 && found[2] != "account" {
						t.Errorf("%s %s %s tells of %s", as, route.Method, address, found[0])
					}
				}
			}
		}
		if now := w.entriesOfOthers(as); now != before {
			t.Errorf("%s made %d changes of others' things", as, now-before)
		}
	}
	if seen == 0 {
		t.Error("nobody was told of anybody")
	}
}

// TestEveryDoorWithNonsense sends to all routes what is no id, as somebody who may do everything.
func TestEveryDoorWithNonsense(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	for _, nonsense := range []string{"0", "-1", "9223372036854775808", "%00", "%FF", "x%2F..%2F..%2Flogin", "1'--", "１"} {
		for _, route := range w.program.(*echo.Echo).Routes() {
			if !strings.Contains(route.Path, ":") {
				continue
			}
			address := routeParameter.ReplaceAllString(route.Path, nonsense)
			if got := w.serve("P", route.Method, address, "").Code; got < 400 || got >= 500 {
				t.Errorf("%s %s: status %d", route.Method, address, got)
			}
		}
	}
}
