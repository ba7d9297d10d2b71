// Everything works without this file; it makes seven things nicer: a page opens as a dialog on top of the page that links to
// it, a button ticks all boxes of a group, a preset ticks some, a form is sent once, what was filled in is not left behind without
// a question, the counts of a dialog follow its choices, and Escape closes the menu.

/** Shows the [data-dialog-body] of the linked page in a dialog. Falls back to the plain link when anything is unusual. */
async function openDialog(link) {
	const response = await fetch(link.href, { headers: { Accept: "text/html" } });
	const page = new DOMParser().parseFromString(await response.text(), "text/html");
	const body = page.querySelector("[data-dialog-body]");
	if (!response.ok || response.redirected || !body) {
		location.assign(link.href);
		return;
	}
	const dialog = document.createElement("dialog");
	const title = body.querySelector("h1");
	if (title) {
		title.id = "dialog-title";
		dialog.setAttribute("aria-labelledby", title.id);
	}
	for (const form of body.querySelectorAll("form:not([action])")) {
		form.action = link.href;
	}
	dialog.append(closeButton(dialog), document.adoptNode(body));
	dialog.addEventListener("cancel", (event) => {
		if (!mayClose(dialog)) {
			event.preventDefault();
		}
	});
	dialog.addEventListener("close", () => {
		dialog.remove();
		link.focus();
	});
	document.body.append(dialog);
	enhance(dialog);
	dialog.showModal();
	(dialog.querySelector("input:not([type=hidden]), select, textarea") ?? dialog).focus();
}

/** The cross in the corner; links to the page below and buttons that say so close the dialog too. */
function closeButton(dialog) {
	const button = document.createElement("button");
	button.type = "button";
	button.className = "dialog-close";
	button.setAttribute("aria-label", "Close");
	button.textContent = "✕";
	const close = () => mayClose(dialog) && dialog.close();
	button.addEventListener("click", close);
	dialog.addEventListener("click", (event) => {
		const link = event.target.closest("a[href]");
		if (link && (link.href === location.href || link.matches("[data-dialog-close]"))) {
			event.preventDefault();
			close();
		}
	});
	return button;
}

/** Shows the buttons that tick every box of their group, or clear it when all are ticked. */
function enhance(root) {
	for (const button of root.querySelectorAll("[data-select-all]")) {
		const boxes = [...button.closest("fieldset").querySelectorAll("input[type=checkbox]:not(:disabled)")];
		const label = button.firstChild;
		const update = () => {
			label.textContent = boxes.every((box) => box.checked) ? "Clear all" : "Select all";
		};
		button.hidden = boxes.length === 0;
		button.addEventListener("click", () => {
			const tick = !boxes.every((box) => box.checked);
			for (const box of boxes) {
				box.checked = tick;
			}
			button.closest("fieldset").dispatchEvent(new Event("change", { bubbles: true }));
		});
		button.closest("fieldset").addEventListener("change", update);
		update();
	}
	root.querySelectorAll("[data-counts]").forEach(follow);
}

/** Lets the counts of a dialog follow its choices, as the button that is there without scripts does. */
function follow(choices) {
	const form = choices.closest("form");
	const again = choices.querySelector(".count-again");
	let asked = null;
	again.hidden = true;
	form.addEventListener("change", async (event) => {
		if (event.target.closest("[data-counted]")) {
			return; // it answers what was counted
		}
		asked?.abort();
		const mine = asked = new AbortController();
		form.setAttribute("aria-busy", "true");
		const query = new URLSearchParams([...new FormData(form)].filter(([name]) => ["key", "opt", "reach", "policy"].includes(name)));
		try {
			const response = await fetch(`${choices.dataset.counts}?${query}`, { signal: mine.signal, headers: { Accept: "text/html" } });
			const counts = new DOMParser().parseFromString(await response.text(), "text/html").querySelectorAll("[data-counted]");
			again.hidden = response.ok && counts.length > 0;
			for (const count of counts) {
				form.querySelector(`#${CSS.escape(count.id)}`)?.replaceChildren(...count.childNodes);
			}
		} catch {
			again.hidden = mine.signal.aborted;
		}
		if (mine === asked) {
			form.removeAttribute("aria-busy");
		}
	});
}

/** Ticks the rights of a preset, and the role that has rights of its own, in the form that its link stands in. */
function tick(link) {
	const form = link.closest("form");
	const rights = link.dataset.ticks.split("|");
	for (const box of form.querySelectorAll("input[name=user_right]")) {
		box.checked = rights.includes(box.value);
	}
	form.querySelector("input[name=user_role][value=operator]").checked = true;
	form.querySelector("[data-ticked]").textContent = `Ticked as for: ${link.textContent}. Nothing is saved yet.`;
}

document.addEventListener("click", (event) => {
	const link = event.target.closest("a[data-dialog], a[data-ticks]");
	const plain = event.button === 0 && !event.metaKey && !event.ctrlKey && !event.shiftKey && !event.altKey;
	if (!link || !plain) {
		return;
	}
	event.preventDefault();
	if (link.matches("[data-ticks]")) {
		tick(link);
	} else {
		openDialog(link).catch(() => location.assign(link.href));
	}
});

document.addEventListener("submit", (event) => {
	const form = event.target;
	if (!form.matches("[data-once]")) {
		return;
	}
	if (form.dataset.sent) {
		event.preventDefault();
		return;
	}
	form.dataset.sent = "yes";
	event.submitter?.setAttribute("aria-disabled", "true");
});

/** Lets forms be sent again: where the page came back from the browser's memory, or was not left after all. */
function forget() {
	sending = null;
	for (const form of document.querySelectorAll("[data-sent]")) {
		delete form.dataset.sent;
		form.querySelectorAll("[aria-disabled]").forEach((button) => button.removeAttribute("aria-disabled"));
	}
}

addEventListener("pageshow", forget);

// Leaving a form that was filled in asks first. That holds for every form that changes something and has fields, except the
// sign-in ([data-careless]); one that came back because it was refused holds what was not saved, and so does [data-unsaved].

let sending = null; // the form with which the page is left

/** Whether a field holds something else than when the page came. */
function changed(field) {
	if (field.matches("[type=checkbox], [type=radio]")) {
		return field.checked !== field.defaultChecked;
	}
	if (field.matches("select")) {
		const options = [...field.options];
		return field.selectedIndex !== Math.max(0, options.findLastIndex((option) => option.defaultSelected));
	}
	return field.value !== field.defaultValue;
}

/** Whether a form came back because of what is in it: its page says so and points into it, or into no form at all. */
function refused(form) {
	const summary = (form.closest("dialog, main") ?? document).querySelector(".error-summary");
	const at = [...summary?.querySelectorAll("a[href^='#']") ?? []].map((link) => document.getElementById(decodeURIComponent(link.hash.slice(1))));
	const forms = at.map((element) => element?.form ?? element?.closest("form")).filter(Boolean);
	return summary !== null && (forms.length === 0 || forms.includes(form));
}

/** Whether what a form holds, fields that stand outside it included, would be lost. */
function unsaved(form) {
	if (form === sending || form.getAttribute("method") !== "post" || form.matches("[data-careless]")) {
		return false;
	}
	const fields = [...form.elements].filter((field) => field.matches("input:not([type=hidden], [readonly], :disabled), select:not(:disabled), textarea:not([readonly], :disabled)")
		&& !field.closest("[data-counts]")); // what counts hold for goes along with their links
	return form.matches("[data-unsaved]") || fields.length > 0 && (refused(form) || fields.some(changed));
}

/** Whether a dialog may be closed: always, or only by whoever says that what they filled in may be lost. */
function mayClose(dialog) {
	return ![...dialog.querySelectorAll("form")].some(unsaved) || confirm("Close without saving? What you entered will be lost.");
}

document.addEventListener("submit", (event) => {
	if (!event.defaultPrevented) {
		sending = event.target;
	}
});

addEventListener("beforeunload", (event) => {
	if ([...document.forms].some(unsaved)) {
		const asked = sending;
		event.preventDefault();
		setTimeout(() => sending === asked && forget()); // runs if they stay, it may be late: what they send meanwhile is being sent
	}
});

// Where the menu is a disclosure, on a narrow screen, Escape in it closes it; on a wide one it is always there.
document.addEventListener("keydown", (event) => {
	const menu = event.target.closest(".menu[open]");
	const button = menu?.querySelector("summary");
	if (event.key === "Escape" && !event.defaultPrevented && button?.checkVisibility()) {
		menu.open = false;
		button.focus();
	}
});

enhance(document);
