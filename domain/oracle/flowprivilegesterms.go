package oracle

import "tiersync/domain"

// updateOrderFlow is box 11: the template's flow. Own customizations stay stored.
func (r *run) updateOrderFlow() {
	r.replace(Flatten(&domain.Catalog{OrderFlow: r.Template.OrderFlow}), domain.FieldOrderFlow, domain.FieldTransition)
}

// updatePrivileges is box 12: the template's set.
func (r *run) updatePrivileges() {
	r.replace(Flatten(&domain.Catalog{Privileges: r.Template.Privileges}), domain.FieldPrivilege)
}

// synchronizeTerms is box 13: the template's documents and acceptance mode. Own documents stay.
func (r *run) synchronizeTerms() {
	r.replace(Flatten(&domain.Catalog{Terms: r.Template.Terms}), domain.FieldTermsDocument, domain.FieldTermsAcceptance)
}

// replace puts the template's rows in place of all delivered rows of these fields.
func (r *run) replace(rows Rows, fields ...domain.Field) {
	for _, field := range fields {
		for _, key := range r.Delivered.of(field, 0) {
			delete(r.Delivered, key)
		}
		for _, key := range rows.of(field, 0) {
			r.Delivered[key] = rows[key]
		}
	}
}
