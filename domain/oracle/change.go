package oracle

import "tiersync/domain"

// change is a change as the account's one user makes it, who may do everything there: [domain.Apply] decides what becomes of it.
func change(a *Account, c domain.Change) func(domain.State) (*domain.Own, error) {
	v := domain.Viewer{User: domain.User{ID: by(a), Role: domain.Administrator}, Granted: domain.Privileges(),
		Account: domain.Account{ID: a.ID, Kind: domain.Provider, Currency: a.Currency}}
	if a.Parent != 0 {
		v.Account.Kind = domain.Reseller
	}
	return func(s domain.State) (*domain.Own, error) {
		applied, err := domain.Apply(c, domain.Situation{Viewer: v, Now: s, Seen: s, At: anyDay(), Facts: domain.Facts{Resources: resources()}})
		return applied.Own, err
	}
}

// setting is a change of one value.
func setting(kind domain.ChangeKind, key Key, text string) domain.Change {
	return domain.Change{Kind: kind, About: domain.RefOf(key), Part: true, Typed: []domain.KeyedValue{{Key: key, Value: text}}}
}

// resetting is a change that gives an own value back.
func resetting(kind domain.ChangeKind, key Key) domain.Change {
	return domain.Change{Kind: kind, About: domain.RefOf(key), Part: true, Reset: []Key{key}}
}

// by is the one user of an account.
func by(a *Account) domain.UserID { return domain.UserID(a.ID) }

// resources are those that there are.
func resources() []domain.ResourceID { return []domain.ResourceID{1, 2, 3, 4} }
