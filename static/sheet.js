// A sheet is a form of prices in a table ([class~=sheet]). It works without this file; it makes it work as spreadsheets do: arrows and Enter
// go from cell to cell, Escape takes back what is being typed, a column that was copied elsewhere is pasted from a cell on, what was changed is
// marked and can be taken back before it is saved.

for (const sheet of document.querySelectorAll("form.sheet")) {
	const rows = [...sheet.querySelectorAll("tbody tr")].map((row) => [...row.querySelectorAll("input[type=text]")]).filter((cells) => cells.length > 0);
	const place = new Map(rows.flatMap((cells, y) => cells.map((cell, x) => [cell, { x, y }])));
	const undo = sheet.querySelector("[data-sheet-undo]");
	const status = sheet.querySelector("[data-sheet-status]");
	const steps = []; // each a list of [cell, what it held before]
	const held = new Map([...place.keys()].map((cell) => [cell, cell.value]));

	/** The cell at a place, in the last column that the row has. */
	const cellAt = (x, y) => rows[y]?.[Math.min(x, rows[y].length - 1)];

	/** Marks what is not as it was, and says how much that is. */
	const mark = (said = "") => {
		let changed = 0;
		for (const cell of place.keys()) {
			const is = cell.value !== cell.defaultValue;
			cell.toggleAttribute("data-changed", is);
			changed += is ? 1 : 0;
		}
		undo.hidden = steps.length === 0;
		const count = changed === 1 ? "1 price is changed and not saved." : `${changed} prices are changed and not saved.`;
		status.textContent = [said, changed > 0 ? count : ""].filter(Boolean).join(" ");
	};

	/** Remembers a step by what the cells held before it. */
	const remember = (cells) => {
		const step = cells.filter((cell) => held.get(cell) !== cell.value).map((cell) => [cell, held.get(cell)]);
		if (step.length > 0) {
			steps.push(step);
			step.forEach(([cell]) => held.set(cell, cell.value));
		}
		mark();
	};

	const takeBack = () => {
		const step = steps.pop() ?? [];
		for (const [cell, before] of step) {
			cell.value = before;
			held.set(cell, before);
		}
		mark("Taken back.");
		step[0]?.[0].focus();
	};

	/** Fills cells with lines of text, from a cell on to the right and down. Cells between tabs are columns. */
	const fill = (from, text) => {
		const lines = text.replace(/\r\n?/g, "\n").replace(/\n$/, "").split("\n");
		const { x, y } = place.get(from);
		const filled = [];
		let left = 0;
		lines.forEach((line, down) => line.split("\t").forEach((value, right) => {
			const cell = rows[y + down]?.[x + right];
			if (cell) {
				cell.value = value.trim();
				filled.push(cell);
			} else {
				left++;
			}
		}));
		remember(filled);
		mark(`${filled.length} pasted.` + (left > 0 ? ` There was no room for ${left} more.` : ""));
	};

	/** Where a key leads to from a cell; undefined where it has its usual meaning. Enter with Ctrl sends the form. */
	const next = (cell, event) => {
		const { x, y } = place.get(cell);
		const whole = cell.selectionStart === 0 && cell.selectionEnd === cell.value.length;
		const atStart = whole || cell.selectionEnd === 0;
		const atEnd = whole || cell.selectionStart === cell.value.length;
		switch (event.key) {
			case "Enter":
				return cellAt(x, y + (event.shiftKey ? -1 : 1)) ?? cell;
			case "ArrowDown":
				return cellAt(x, y + 1);
			case "ArrowUp":
				return cellAt(x, y - 1);
			case "ArrowRight":
				return atEnd ? rows[y][x + 1] : undefined;
			case "ArrowLeft":
				return atStart ? rows[y][x - 1] : undefined;
		}
	};

	sheet.addEventListener("keydown", (event) => {
		const cell = event.target;
		if (!place.has(cell) || event.isComposing || event.altKey) {
			return;
		}
		if ((event.ctrlKey || event.metaKey) && event.key.toLowerCase() === "z" && !event.shiftKey && cell.value === held.get(cell) && steps.length > 0) {
			event.preventDefault();
			takeBack();
			return;
		}
		if (event.ctrlKey || event.metaKey) {
			if (event.key === "Enter") {
				sheet.requestSubmit();
			}
			return;
		}
		if (event.key === "Escape" && cell.value !== held.get(cell)) {
			event.preventDefault();
			cell.value = held.get(cell);
			cell.select();
			mark();
			return;
		}
		const to = next(cell, event);
		if (to) {
			event.preventDefault();
			to.focus();
			to.select();
		}
	});

	// Enter does not send the form by the way of the key that is typed, either.
	sheet.addEventListener("keypress", (event) => {
		if (place.has(event.target) && event.key === "Enter") {
			event.preventDefault();
		}
	});

	sheet.addEventListener("paste", (event) => {
		const text = event.clipboardData?.getData("text/plain") ?? "";
		if (place.has(event.target) && /[\t\n\r]./.test(text)) {
			event.preventDefault();
			fill(event.target, text);
		}
	});

	sheet.addEventListener("change", (event) => place.has(event.target) && remember([event.target]));
	sheet.addEventListener("input", () => mark());
	undo.addEventListener("click", takeBack);
	mark();
}
