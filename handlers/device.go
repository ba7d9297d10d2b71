package handlers

import (
	"crypto/rand"
	"crypto/sha256"
	"encoding/hex"
	"net/http"
	"strings"
	"time"

	"github.com/gorilla/securecookie"
	"github.com/gorilla/sessions"
	"github.com/labstack/echo/v4"

	"tiersync/domain"
)

// A browser keeps who signed in with it last, after they signed out, too. Whoever guesses elsewhere makes others wait who come from
// elsewhere; from such a browser its owner is let in (db.Authenticate). It opens nothing: the password is asked as ever.

const (
	deviceCookie = "__Host-tiersync-device"
	deviceLife   = 90 * 24 * time.Hour
)

// deviceCodec signs the cookies of devices.
func deviceCodec(key []byte) *securecookie.SecureCookie {
	codec := securecookie.New(key, nil)
	codec.MaxAge(int(deviceLife.Seconds()))
	codec.SetSerializer(securecookie.NopEncoder{})
	return codec
}

// device is the name of the browser where whoever signed in with it last had this email address, else "".
func (s *Sessions) device(c echo.Context, email string) string {
	cookie, err := c.Cookie(deviceCookie)
	if err != nil {
		return ""
	}
	var mark []byte
	if s.devices.Decode(deviceCookie, cookie.Value, &mark) != nil {
		return ""
	}
	name, owner, _ := strings.Cut(string(mark), " ")
	if owner != deviceOwner(email) {
		return ""
	}
	return name
}

// rememberDevice makes the browser one of this email address, under the name that it has; "" for a new one.
func (s *Sessions) rememberDevice(c echo.Context, email, name string) error {
	if name == "" {
		name = rand.Text()
	}
	signed, err := s.devices.Encode(deviceCookie, []byte(name+" "+deviceOwner(email)))
	if err != nil {
		return err
	}
	http.SetCookie(c.Response(), sessions.NewCookie(deviceCookie, signed, &sessions.Options{Path: "/", Secure: true, HttpOnly: true,
		SameSite: http.SameSiteLaxMode, MaxAge: int(deviceLife.Seconds())}))
	return nil
}

// deviceOwner stands for an email address in the cookie.
func deviceOwner(email string) string {
	sum := sha256.Sum256([]byte(domain.CleanEmail(email)))
	return hex.EncodeToString(sum[:])
}
