// Everything works without this file; it makes four things nicer: a page opens as a dialog on top of the page that links to
// it, a button ticks all boxes of a group, a form is sent once, and one whose ticks would be lost asks before they are.

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
	button.addEventListener("click", () => dialog.close());
	dialog.addEventListener("click", (event) => {
		const link = event.target.closest("a[href]");
		if (link && (link.href === location.href || link.matches("[data-dialog-close]"))) {
			event.preventDefault();
			dialog.close();
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
			update();
		});
		button.closest("fieldset").addEventListener("change", update);
		update();
	}
}

document.addEventListener("click", (event) => {
	const link = event.target.closest("a[data-dialog]");
	const plain = event.button === 0 && !event.metaKey && !event.ctrlKey && !event.shiftKey && !event.altKey;
	if (link && plain) {
		event.preventDefault();
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

// A form that says so asks before its changes are left behind.
let unsaved = false;

document.addEventListener("change", (event) => {
	unsaved ||= event.target.closest("form[data-unsaved]") !== null;
});

document.addEventListener("submit", (event) => {
	unsaved &&= !event.target.matches("form[data-unsaved]");
});

addEventListener("beforeunload", (event) => {
	if (unsaved) {
		event.preventDefault();
	}
});

// Back to a page from the browser's memory: its forms may be sent again.
addEventListener("pageshow", () => {
	for (const form of document.querySelectorAll("[data-sent]")) {
		delete form.dataset.sent;
		form.querySelectorAll("[aria-disabled]").forEach((button) => button.removeAttribute("aria-disabled"));
	}
});

enhance(document);
