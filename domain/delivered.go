package domain

// Delivered counts what a run brought to one reseller: things that they did not have, and what else it changed.
type Delivered struct {
	Things map[Field]int // by the field that says that one is there
	Values int           // changes of values that they had
	All    int           // changes, those of what comes with a thing among them
	Held   int           // plans that are not on sale by it
	NoRate bool          // that is for an exchange rate alone
}

// DeliveredBy counts it in what a run lists.
func DeliveredBy(list []Outcome) Delivered {
	d := Delivered{Things: map[Field]int{}}
	why := map[Reason]bool{}
	for _, o := range list {
		if o.What == HeldBack {
			why[o.Reason] = true
			d.Held += one(holdsPlan(nil, &o))
		}
		if !o.What.Changes() {
			continue
		}
		d.All++
		switch {
		case o.What == Created && isDelivered(o.Key.Field):
			d.Things[o.Key.Field]++
		case o.What != Created && o.wasThere():
			d.Values++
		}
	}
	d.NoRate = why[NoExchangeRate] && !why[ConfirmationNeeded] && !why[RoundsToZero]
	return d
}

// isDelivered reports whether a field says that a thing is there which is delivered as a whole.
func isDelivered(f Field) bool {
	of := f.Info().Of.Info()
	return f == FieldPrivilege || f == FieldOrderFlow || of.Catalog && f == of.There
}

// wasThere reports whether there was a value before the outcome. A resource that stood in no resource category had none.
func (o *Outcome) wasThere() bool {
	return o.Old != "" && o.Old != NotSet && (o.Key.Field != FieldGrouping || o.Old != "0")
}
