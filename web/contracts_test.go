package main

import (
	"go/ast"
	"go/parser"
	"go/token"
	"io/fs"
	"path/filepath"
	"strings"
	"testing"
)

// Every exported name has a comment: of its own, behind it, or of the group that it stands in; a method of an interface one of its own.
func TestExportedNamesHaveContracts(t *testing.T) {
	t.Parallel()
	set := token.NewFileSet()
	err := filepath.WalkDir("..", func(path string, entry fs.DirEntry, err error) error {
		if err != nil || entry.IsDir() && (entry.Name() == ".git" || entry.Name() == "testdata") {
			return leftOut(err)
		}
		generated := strings.HasSuffix(path, "_templ.go") // templ takes comments away from components
		if !strings.HasSuffix(path, ".go") || strings.HasSuffix(path, "_test.go") || generated {
			return nil
		}
		file, err := parser.ParseFile(set, path, nil, parser.ParseComments)
		if err != nil {
			return err
		}
		for _, name := range uncommented(file) {
			t.Errorf("%s: say what a caller of %s may rely on", set.Position(name.Pos()), name.Name)
		}
		return nil
	})
	if err != nil {
		t.Fatal(err)
	}
}

// leftOut leaves a folder out where nothing failed.
func leftOut(err error) error {
	if err == nil {
		return filepath.SkipDir
	}
	return err
}

// uncommented are the exported names of a file without a comment.
func uncommented(file *ast.File) (names []*ast.Ident) {
	missing := func(name *ast.Ident, comments ...*ast.CommentGroup) {
		for _, comment := range comments {
			if comment != nil {
				return
			}
		}
		if name.IsExported() {
			names = append(names, name)
		}
	}
	for _, decl := range file.Decls {
		switch d := decl.(type) {
		case *ast.FuncDecl:
			if receiver := receiverOf(d); receiver == "" || ast.IsExported(receiver) {
				missing(d.Name, d.Doc)
			}
		case *ast.GenDecl:
			for _, spec := range d.Specs {
				switch s := spec.(type) {
				case *ast.TypeSpec:
					missing(s.Name, s.Doc, s.Comment, d.Doc)
					for _, method := range methodsOf(s) {
						missing(method.Names[0], method.Doc, method.Comment)
					}
				case *ast.ValueSpec:
					for _, name := range s.Names {
						missing(name, s.Doc, s.Comment, d.Doc)
					}
				}
			}
		}
	}
	return names
}

// methodsOf are those that an exported interface says itself.
func methodsOf(s *ast.TypeSpec) (methods []*ast.Field) {
	if of, is := s.Type.(*ast.InterfaceType); is && s.Name.IsExported() {
		for _, method := range of.Methods.List {
			if len(method.Names) > 0 {
				methods = append(methods, method)
			}
		}
	}
	return methods
}

// receiverOf is the type that a method is of, "" for a function.
func receiverOf(d *ast.FuncDecl) string {
	if d.Recv == nil {
		return ""
	}
	of := d.Recv.List[0].Type
	if pointer, is := of.(*ast.StarExpr); is {
		of = pointer.X
	}
	if generic, is := of.(*ast.IndexExpr); is {
		of = generic.X
	}
	name, _ := of.(*ast.Ident)
	if name == nil {
		return ""
	}
	return name.Name
}
