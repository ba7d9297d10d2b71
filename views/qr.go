package views

import (
	"fmt"
	"strings"

	"github.com/boombuler/barcode/qr"
)

// qrMargin is how many modules are left free around a QR code, as readers need it.
const qrMargin = 4

// qrCode is a text as a QR code: how many modules each side has with the margin, and the dark ones as the path of an SVG.
func qrCode(text string) (side int, path string, err error) {
	code, err := qr.Encode(text, qr.M, qr.Auto)
	if err != nil {
		return 0, "", fmt.Errorf("draw a QR code: %w", err)
	}
	var drawn strings.Builder
	bounds := code.Bounds()
	for y := bounds.Min.Y; y < bounds.Max.Y; y++ {
		for x := bounds.Min.X; x < bounds.Max.X; x++ {
			if red, _, _, _ := code.At(x, y).RGBA(); red == 0 {
				fmt.Fprintf(&drawn, "M%d %dh1v1h-1z", x+qrMargin, y+qrMargin)
			}
		}
	}
	return bounds.Dx() + 2*qrMargin, drawn.String(), nil
}
