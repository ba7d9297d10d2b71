package db

import (
	"context"
	"database/sql"
	"fmt"
	"strings"

	"github.com/lib/pq"

	"tiersync/domain"
)

// addressesCleaned is the version of the schema in which email addresses are written in one way. The domain names in them are nothing
// that SQL can write otherwise, so this migration is none of the files.
const addressesCleaned = 23

// cleanAddresses writes the email addresses that are stored as [domain.CleanEmail] does. Where two come to the same, one is written so
// already and keeps it; the other stays as it is.
func cleanAddresses(ctx context.Context, tx *sql.Tx) error {
	ids, emails, err := addresses(ctx, tx)
	if err != nil {
		return fmt.Errorf("read the email addresses: %w", err)
	}
	taken := map[string]int64{} // as the unique index knows them
	for i, email := range emails {
		taken[asciiLower(email)] = ids[i]
	}
	var changed []int64
	var clean []string
	for i, email := range emails {
		to := domain.CleanEmail(email)
		if other, is := taken[to]; to == email || is && other != ids[i] {
			continue
		}
		taken[to] = ids[i]
		changed, clean = append(changed, ids[i]), append(clean, to)
	}
	const update = `
		UPDATE app_user u SET email = c.email FROM unnest($1::bigint[], $2::text[]) AS c (id, email) WHERE u.id = c.id`
	if _, err := tx.ExecContext(ctx, update, pq.Int64Array(changed), pq.StringArray(clean)); err != nil {
		return fmt.Errorf("write the email addresses: %w", err)
	}
	return nil
}

// addresses are all email addresses, the oldest user's first.
func addresses(ctx context.Context, tx *sql.Tx) (ids []int64, emails []string, err error) {
	rows, err := tx.QueryContext(ctx, `SELECT id, email FROM app_user ORDER BY id`)
	if err != nil {
		return nil, nil, err
	}
	defer rows.Close()
	for rows.Next() {
		var id int64
		var email string
		if err := rows.Scan(&id, &email); err != nil {
			return nil, nil, err
		}
		ids, emails = append(ids, id), append(emails, email)
	}
	return ids, emails, rows.Err()
}

// asciiLower is lower() in SQL with the collation "C".
func asciiLower(text string) string {
	return strings.Map(func(r rune) rune {
		if r >= 'A' && r <= 'Z' {
			return r + 'a' - 'A'
		}
		return r
	}, text)
}
