package db

import (
	"context"
	"errors"
	"fmt"
	"time"

	"github.com/alexedwards/argon2id"

	"tiersync/domain"
)

// hashWait is how long anybody waits for a turn at hashing.
const hashWait = 10 * time.Second

// nobodysHash is compared with the password of an unknown user, so that they cost the time of a known one. It has the
// parameters of hashParams and belongs to no password.
const nobodysHash = "$argon2id$v=19$m=19456,t=2,p=1$dGllcnN5bmMtbm9ib2R5IQ$bm8gcGFzc3dvcmQgaGFzIHRoaXMgaGFzaCwgZXZlciE"

// hashParams are the parameters OWASP recommends: 19 MiB, two passes.
func hashParams() *argon2id.Params {
	return &argon2id.Params{Memory: 19 * 1024, Iterations: 2, Parallelism: 1, SaltLength: 16, KeyLength: 32}
}

// newPassword returns the hash to store for a password that somebody may have about whom this is known. Who plants worlds may give any:
// the demo's users have one that its command line says.
func (d *DB) newPassword(ctx context.Context, password string, about ...string) (string, error) {
	err := domain.CheckPassword(password, about...)
	if d.plants {
		err = domain.CheckHashable(password)
	}
	if err != nil {
		return "", err
	}
	leave, err := d.hashing.known.enter(ctx)
	if err != nil {
		return "", err
	}
	defer leave()
	hash, err := argon2id.CreateHash(password, hashParams())
	if err != nil {
		return "", fmt.Errorf("hash a password: %w", err)
	}
	return hash, nil
}

// matches reports whether password has that hash. Whoever asks is in a room for hashing.
func matches(password, hash string) (bool, error) {
	match, err := argon2id.ComparePasswordAndHash(password, hash)
	if err != nil {
		return false, fmt.Errorf("compare a password: %w", err)
	}
	return match, nil
}

// hashing are the rooms for it: each hash takes 19 MiB and a core for as long as a whole page. Whoever is known, signed in or by their
// device, has a room of their own, so that no crowd of strangers is in their way.
type hashing struct{ known, strangers room }

// room has desks for a few, and a line for those who wait for their turn.
type room struct{ desks, line chan struct{} }

func newRoom(desks int) room {
	const waiting = 100
	return room{make(chan struct{}, desks), make(chan struct{}, desks+waiting)}
}

// enter waits for a desk, and refuses at once where the line is full.
func (r room) enter(ctx context.Context) (leave func(), err error) {
	select {
	case r.line <- struct{}{}:
	default:
		return nil, domain.Crowded.Because(errors.New("the line for hashing is full"))
	}
	ctx, cancel := context.WithTimeout(ctx, hashWait)
	defer cancel()
	select {
	case r.desks <- struct{}{}:
		return func() { <-r.desks; <-r.line }, nil
	case <-ctx.Done():
		<-r.line
		return nil, domain.Crowded.Because(ctx.Err())
	}
}
