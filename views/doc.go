// Package views turns arguments into HTML. It does no I/O and reads no clock. One .templ file a screen; layout.templ is the
// frame around all of them, ui.templ the kit of small parts they are made of, table.templ the parts of lists, form.templ and
// choices.templ those of forms, format.go how money, numbers and times are written. Run "go tool templ generate -path views"
// after a change and commit the result.
//
// A screen looks like this (list, then form):
//
//	templ PlansPage(p Page, list List, plans []domain.Plan) {
//		@Layout(p) {
//			@PageHeader(Head{Title: "Service Plans"}) {
//				@LinkButton(Primary, "/products/plans/new", "New Service Plan")
//			}
//			@SearchForm(list, "Search by ID, name, category or template")
//			if len(plans) == 0 {
//				@Empty("No service plans", "No plan matches this search.")
//			} else {
//				@Table(TableArgs{Caption: "Service plans"}) {
//					@Columns() {
//						@SortCol(list, "id", "ID")
//						@SortCol(list, "name", "Name")
//						@NumCol("Setup fee")
//						@Col("Status")
//					}
//					<tbody role="rowgroup">
//						for _, plan := range plans {
//							<tr role="row">
//								<td class="num" { cell("ID")... }><a href={ planURL(plan.ID) }>{ plan.ID }</a></td>
//								<th scope="row" role="rowheader"><a href={ planURL(plan.ID) }>{ plan.Name }</a></th>
//								<td class="num" { cell("Setup fee")... }>@Money(plan.Setup, plan.Currency)</td>
//								<td { cell("Status")... }>@Badge(Good, "Published")</td>
//							</tr>
//						}
//					</tbody>
//				}
//				@Pager(list)
//			}
//		}
//	}
//
//	templ FeesPage(p Page, f FeesForm) {
//		@Layout(p) {
//			@PageHeader(Head{Title: "Edit Fees"})
//			@ErrorSummary()
//			@PostForm(Form{Action: f.Action}) {
//				@TextField(Field{Name: "setup", Label: "Setup fee", Hint: "Like 12.50, or not set", Value: f.Setup, Suffix: "USD", Width: "short"})
//				@FormActions() {
//					@Button(Primary, "Save")
//					@LinkButton(Secondary, "/products/plans/7", "Cancel")
//				}
//			}
//		}
//	}
//
// Rules: no style attribute and no inline script (the Content-Security-Policy forbids both); every form that changes
// something is a PostForm, one that makes something says so (Makes), one of what is there already has the field seen, and one with check
// boxes HasBoxes; a link that may open as a dialog is a DialogLink to a page of its own whose body is inside DialogBody. Cells with numbers
// have class="num"; every cell has the label of its column from cell, which phones show before the value. A new class goes
// into static/css, in the file of its part, with colours from the tokens only. In a .templ file, never let a bare { text }
// follow a component call: it would become the call's children. Put it into an element.
package views
