package versions

import (
	"context"
	"crypto/sha256"
	"fmt"
)

// verifyBatch is how many catalogs are read at once.
const verifyBatch = 200

// Verify reads the next catalogs after an id, with the plans and parts in them, and computes their hashes anew: ids are the catalogs,
// none when there are no more; wrong has one sentence for each version that is not what was stored. It believes what the store and its
// cache know: use a new store with a cache of its own.
func (s *Store) Verify(ctx context.Context, after int64) (ids []int64, wrong []string, err error) {
	const query = `SELECT id FROM catalog WHERE id > $1 ORDER BY id LIMIT $2`
	if err := s.tx.SelectContext(ctx, &ids, query, after, verifyBatch); err != nil || len(ids) == 0 {
		return nil, nil, err
	}
	if err := s.loadCatalogs(ctx, ids); err != nil {
		return nil, nil, err
	}
	wrong, err = s.verifyKnown()
	return ids, wrong, err
}

// verifyKnown hashes anew all that the store knows.
func (s *Store) verifyKnown() ([]string, error) {
	var wrong []string
	for _, verify := range []func() ([]string, error){
		func() ([]string, error) { return verifyHashes("plan version", s.plans, canonicalPlan) },
		func() ([]string, error) { return verifyHashes(partCategories, s.categories, canonicalCategories) },
		func() ([]string, error) { return verifyHashes(partSchedules, s.schedules, canonicalSchedules) },
		func() ([]string, error) { return verifyHashes(partOrderFlow, s.orderFlows, canonicalOrderFlow) },
		func() ([]string, error) { return verifyHashes(partPrivileges, s.privileges, canonicalPrivileges) },
		func() ([]string, error) { return verifyHashes(partTerms, s.terms, canonicalTerms) },
		func() ([]string, error) { return verifyHashes("catalog", s.catalogs, s.canonicalCatalog) },
	} {
		found, err := verify()
		if err != nil {
			return nil, err
		}
		wrong = append(wrong, found...)
	}
	return wrong, nil
}

func verifyHashes[T any](what string, known *identities[T], canonical func(*T) ([]byte, error)) ([]string, error) {
	var wrong []string
	for _, stored := range known.all() {
		body, err := canonical(stored.value)
		if err != nil {
			return nil, err
		}
		if sha256.Sum256(body) != stored.hash {
			wrong = append(wrong, fmt.Sprintf("%s %d is not what was stored", what, stored.id))
		}
	}
	return wrong, nil
}
