package views

import "strings"

// joinTexts writes a list in one line: "Cores, Storage".
func joinTexts(texts []string) string { return strings.Join(texts, ", ") }

// joinNames writes ids as their names in one line; what has no name is left out.
func joinNames[ID comparable](ids []ID, names map[ID]string) string {
	var list []string
	for _, id := range ids {
		if names[id] != "" {
			list = append(list, names[id])
		}
	}
	return joinTexts(list)
}
