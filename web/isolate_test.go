package main

import (
	"go/ast"
	"go/parser"
	"go/token"
	"go/types"
	"os"
	"path/filepath"
	"strconv"
	"strings"
	"testing"
)

// notSentences are names that become part of another name, of a file's or of a currency's: file and expression.
var notSentences = map[string]bool{
	"signup.go plan.Name":             true,
	"plan_new.go args.Plan.Name":      true,
	"exportfile.go f.name":            true,
	"currencies.go name":              true,
	"sentagain.go lost.Schedule.Name": true, // the form proposes it as a name
	"shopjson.go p.Name":              true, // programs read them
	"shopjson.go resource.Name":       true,
}

// Where a name is put into a sentence, it goes through domain.Isolate: one that is written from right to left would turn the words beside
// it round. Whatever is called a name in the sources counts as one.
func TestNamesInSentencesAreIsolated(t *testing.T) {
	t.Parallel()
	for _, dir := range []string{"../domain", "../handlers", "../views"} {
		files, err := filepath.Glob(filepath.Join(dir, "*.go"))
		if err != nil || len(files) == 0 {
			t.Fatalf("no sources in %s: %v", dir, err)
		}
		for _, path := range files {
			if strings.HasSuffix(path, "_test.go") {
				continue
			}
			for _, found := range bareNames(t, path) {
				if notSentences[filepath.Base(path)+" "+found.name] {
					continue
				}
				t.Errorf("%s: say domain.Isolate(%s) in the sentence", found.at, found.name)
			}
		}
	}
}

type bareName struct {
	at   token.Position
	name string
}

// bareNames are the names in a file that stand beside words as they are.
func bareNames(t *testing.T, path string) (found []bareName) {
	t.Helper()
	text, err := os.ReadFile(path)
	if err != nil {
		t.Fatal(err)
	}
	set := token.NewFileSet()
	file, err := parser.ParseFile(set, path, text, 0)
	if err != nil {
		t.Fatal(err)
	}
	look := func(operands []ast.Expr) {
		for _, one := range operands {
			if isName(one) {
				found = append(found, bareName{set.Position(one.Pos()), types.ExprString(one)})
			}
		}
	}
	inner := map[ast.Expr]bool{}
	ast.Inspect(file, func(node ast.Node) bool {
		switch e := node.(type) {
		case *ast.BinaryExpr:
			if e.Op == token.ADD && !inner[e] {
				if operands := summands(e, inner); anyWords(operands) {
					look(operands)
				}
			}
		case *ast.CallExpr:
			if types.ExprString(e.Fun) == "fmt.Sprintf" && anyWords(e.Args[:1]) {
				look(e.Args[1:])
			}
		}
		return true
	})
	return found
}

// summands are what a sum is of, from left to right; the sums within it are remembered in inner.
func summands(e ast.Expr, inner map[ast.Expr]bool) []ast.Expr {
	switch e := e.(type) {
	case *ast.BinaryExpr:
		if e.Op == token.ADD {
			inner[e] = true
			return append(summands(e.X, inner), summands(e.Y, inner)...)
		}
	case *ast.ParenExpr:
		return summands(e.X, inner)
	}
	return []ast.Expr{e}
}

// anyWords reports whether a literal among them has a blank in it, as the words of a sentence have and ids and addresses have not.
func anyWords(operands []ast.Expr) bool {
	for _, one := range operands {
		literal, is := one.(*ast.BasicLit)
		if !is || literal.Kind != token.STRING {
			continue
		}
		if text, err := strconv.Unquote(literal.Value); err == nil && strings.Contains(text, " ") && strings.TrimSpace(text) != "" {
			return true
		}
	}
	return false
}

// isName reports whether an expression is called a name: plan.Name, a.ParentName, name, Resources.Name(id).
func isName(e ast.Expr) bool {
	switch e := e.(type) {
	case *ast.CallExpr:
		return isName(e.Fun)
	case *ast.SelectorExpr:
		return isName(e.Sel)
	case *ast.Ident:
		return strings.HasSuffix(e.Name, "Name") || e.Name == "name" || e.Name == "Company"
	}
	return false
}
