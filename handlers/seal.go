package handlers

import (
	"crypto/aes"
	"crypto/cipher"
	"crypto/sha256"
	"encoding/base64"

	"github.com/gorilla/sessions"
)

// seal lets what a page, a session or a table holds be read by the program alone, for the purpose that it was sealed for. Whoever starts
// the program with another session key can read nothing of it any more.
type seal struct{ cipher.AEAD }

// sealWith is the seal with a key that is derived from the session key, for one use of it.
func sealWith(key []byte, use string) seal {
	sum := sha256.Sum256(append([]byte(use+" "), key...))
	block, err := aes.NewCipher(sum[:])
	if err != nil {
		panic(err) // the key is as long as it has to be
	}
	aead, err := cipher.NewGCMWithRandomNonce(block)
	if err != nil {
		panic(err)
	}
	return seal{aead}
}

// sealText seals a text for a purpose.
func (s seal) sealText(text, purpose string) string {
	return base64.RawURLEncoding.EncodeToString(s.Seal(nil, nil, []byte(text), []byte(purpose)))
}

// openText is a text that was sealed for a purpose; "" for anything else.
func (s seal) openText(sealed, purpose string) string {
	bytes, err := base64.RawURLEncoding.DecodeString(sealed)
	if err != nil {
		return ""
	}
	text, err := s.Open(nil, nil, bytes, []byte(purpose))
	if err != nil {
		return ""
	}
	return string(text)
}

// sealer is the seal of what sessions hold.
func sealer(session *sessions.Session) seal { return session.Store().(*Sessions).seal }
