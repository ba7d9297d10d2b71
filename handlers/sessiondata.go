package handlers

import (
	"bytes"
	"encoding/json"

	"github.com/gorilla/sessions"
)

// This file is what a session holds besides who signed in, and how it is stored: texts by their keys. Several requests of one browser may
// change them at once.

// storedValues are what a session's data holds; none of what nobody can read.
func storedValues(data []byte) (values map[string]string) {
	if len(data) > 0 {
		_ = json.Unmarshal(data, &values)
	}
	return values
}

// changedValues are what is stored of a session, with what this request set, or took away, since it read it: what another request stored
// meanwhile stays.
func changedValues(session *sessions.Session, stored map[string]string) map[string]string {
	read, _ := session.Values[readKey{}].(map[string]string)
	values := map[string]string{}
	for key, value := range stored {
		_, has := session.Values[key]
		if _, had := read[key]; has || !had {
			values[key] = value
		}
	}
	for key, value := range session.Values {
		name, isName := key.(string)
		text, isText := value.(string)
		if was, had := read[name]; isName && isText && (!had || was != text) {
			values[name] = text
		}
	}
	return values
}

// sessionData is what is stored of a session: JSON, without the escapes that only pages need.
func sessionData(values map[string]string) ([]byte, error) {
	var data bytes.Buffer
	encoder := json.NewEncoder(&data)
	encoder.SetEscapeHTML(false)
	err := encoder.Encode(values)
	return data.Bytes(), err
}

// readKey is the key in Session.Values of the values that were read with it, by their keys.
type readKey struct{}
