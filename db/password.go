package db

import (
	"context"
	"errors"
	"fmt"
	"slices"
	"sync"
	"time"

	"github.com/alexedwards/argon2id"
	"github.com/jmoiron/sqlx"

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

// newPassword returns the hash to store for a password of somebody of an account, about whom this is known. Who plants worlds may give any:
// the demo's users have one that its command line says.
func (d *DB) newPassword(ctx context.Context, password string, account domain.Account, about ...string) (string, error) {
	if d.plants {
		return plantedPassword(password)
	}
	about = append(about, account.Name)
	if account.Parent != 0 {
		var vendor string
		err := d.InReadTx(ctx, func(tx *sqlx.Tx) error {
			return tx.GetContext(ctx, &vendor, `SELECT name FROM account WHERE id = $1`, account.Parent)
		})
		if err != nil {
			return "", fmt.Errorf("look up the vendor of account %d: %w", account.ID, err)
		}
		about = append(about, vendor)
	}
	if err := domain.CheckPassword(password, about...); err != nil {
		return "", err
	}
	leave, err := d.hashing.known.enter(ctx)
	if err != nil {
		return "", err
	}
	defer leave()
	return hashOf(password)
}

// planted are the hashes of passwords in planted worlds, by password. Everybody in such a world has the same: it is hashed once.
var planted sync.Map

func plantedPassword(password string) (string, error) {
	if hash, ok := planted.Load(password); ok {
		return hash.(string), nil
	}
	if err := domain.CheckHashable(password); err != nil {
		return "", err
	}
	hash, err := hashOf(password)
	if err == nil {
		planted.Store(password, hash)
	}
	return hash, err
}

func hashOf(password string) (string, error) {
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
type hashing struct{ known, strangers *room }

// room has desks for a few, and a line for those who wait for their turn. Whoever came last is next, and where the line is full, whoever
// came first is sent away: so somebody who signs in among hundreds of guesses is not behind all that were there before.
type room struct {
	lock  sync.Mutex
	desks int // in all
	taken int
	line  []chan error // the turn of each who waits, whoever came first at its head
}

// lineLength is how many may wait in a room.
const lineLength = 100

func newRoom(desks int) *room { return &room{desks: desks} }

// enter waits for a desk, at most for hashWait.
func (r *room) enter(ctx context.Context) (leave func(), err error) {
	ctx, cancel := context.WithTimeout(ctx, hashWait)
	defer cancel()
	turn := r.stand()
	select {
	case err := <-turn:
		if err != nil {
			return nil, err
		}
		return r.leave, nil
	case <-ctx.Done():
	}
	if !r.quit(turn) && <-turn == nil { // it was their turn meanwhile
		r.leave()
	}
	return nil, domain.Crowded.Because(ctx.Err())
}

// stand takes a desk, or the place of whoever came last. What is returned says when it is their turn, or that it will not be.
func (r *room) stand() chan error {
	r.lock.Lock()
	defer r.lock.Unlock()
	turn := make(chan error, 1)
	if r.taken < r.desks {
		r.taken++
		turn <- nil
		return turn
	}
	if len(r.line) == lineLength {
		r.line[0] <- domain.Crowded.Because(errors.New("the line for hashing is full"))
		r.line = slices.Delete(r.line, 0, 1)
	}
	r.line = append(r.line, turn)
	return turn
}

// quit leaves the line, and reports whether they stood in it still.
func (r *room) quit(turn chan error) bool {
	r.lock.Lock()
	defer r.lock.Unlock()
	at := slices.Index(r.line, turn)
	if at >= 0 {
		r.line = slices.Delete(r.line, at, at+1)
	}
	return at >= 0
}

// leave gives a desk to whoever came last.
func (r *room) leave() {
	r.lock.Lock()
	defer r.lock.Unlock()
	last := len(r.line) - 1
	if last < 0 {
		r.taken--
		return
	}
	r.line[last] <- nil
	r.line = slices.Delete(r.line, last, last+1)
}

// crowd is how many wait or are at a desk.
func (r *room) crowd() int {
	r.lock.Lock()
	defer r.lock.Unlock()
	return r.taken + len(r.line)
}
