package db

import (
	"context"
	"fmt"
	"time"

	"github.com/alexedwards/argon2id"

	"tiersync/domain"
)

// hashWait is how long a sign-in waits for its turn to hash.
const hashWait = 10 * time.Second

// nobodysHash is compared with the password of an unknown user, so that they cost the time of a known one. It has the
// parameters of hashParams and belongs to no password.
const nobodysHash = "$argon2id$v=19$m=19456,t=2,p=1$dGllcnN5bmMtbm9ib2R5IQ$bm8gcGFzc3dvcmQgaGFzIHRoaXMgaGFzaCwgZXZlciE"

// hashParams are the parameters OWASP recommends: 19 MiB, two passes.
func hashParams() *argon2id.Params {
	return &argon2id.Params{Memory: 19 * 1024, Iterations: 2, Parallelism: 1, SaltLength: 16, KeyLength: 32}
}

// hashPassword returns the hash to store for a password of 1 to 256 bytes of any kind.
func (d *DB) hashPassword(ctx context.Context, password string) (string, error) {
	if err := domain.CheckHashable(password); err != nil {
		return "", err
	}
	leave, err := d.enterHashing(ctx)
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

// matchPassword reports whether password has that hash.
func (d *DB) matchPassword(ctx context.Context, password, hash string) (bool, error) {
	leave, err := d.enterHashing(ctx)
	if err != nil {
		return false, err
	}
	defer leave()
	match, err := argon2id.ComparePasswordAndHash(password, hash)
	if err != nil {
		return false, fmt.Errorf("compare a password: %w", err)
	}
	return match, nil
}

// enterHashing waits for one of the few slots: each hash takes 19 MiB, and a crowd signing in must not take it all.
func (d *DB) enterHashing(ctx context.Context) (leave func(), err error) {
	ctx, cancel := context.WithTimeout(ctx, hashWait)
	defer cancel()
	select {
	case d.hashing <- struct{}{}:
		return func() { <-d.hashing }, nil
	case <-ctx.Done():
		return nil, domain.Crowded.Because(ctx.Err())
	}
}
