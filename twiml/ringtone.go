package twiml

// RingTone is the ring tone a caller hears, named by country.
type RingTone string

// The ring tones.
const (
	RingToneAT    RingTone = "at"
	RingToneAU    RingTone = "au"
	RingToneBG    RingTone = "bg"
	RingToneBR    RingTone = "br"
	RingToneBE    RingTone = "be"
	RingToneCH    RingTone = "ch"
	RingToneCL    RingTone = "cl"
	RingToneCN    RingTone = "cn"
	RingToneCZ    RingTone = "cz"
	RingToneDE    RingTone = "de"
	RingToneDK    RingTone = "dk"
	RingToneEE    RingTone = "ee"
	RingToneES    RingTone = "es"
	RingToneFI    RingTone = "fi"
	RingToneFR    RingTone = "fr"
	RingToneGR    RingTone = "gr"
	RingToneHU    RingTone = "hu"
	RingToneIL    RingTone = "il"
	RingToneIN    RingTone = "in"
	RingToneIT    RingTone = "it"
	RingToneLT    RingTone = "lt"
	RingToneJP    RingTone = "jp"
	RingToneMX    RingTone = "mx"
	RingToneMY    RingTone = "my"
	RingToneNL    RingTone = "nl"
	RingToneNO    RingTone = "no"
	RingToneNZ    RingTone = "nz"
	RingTonePH    RingTone = "ph"
	RingTonePL    RingTone = "pl"
	RingTonePT    RingTone = "pt"
	RingToneRU    RingTone = "ru"
	RingToneSE    RingTone = "se"
	RingToneSG    RingTone = "sg"
	RingToneTH    RingTone = "th"
	RingToneUK    RingTone = "uk"
	RingToneUS    RingTone = "us"
	RingToneUSOld RingTone = "us-old"
	RingToneTW    RingTone = "tw"
	RingToneVE    RingTone = "ve"
	RingToneZA    RingTone = "za"
)

func (RingTone) enum() enum {
	return closedEnum(
		RingToneAT, RingToneAU, RingToneBG, RingToneBR, RingToneBE,
		RingToneCH, RingToneCL, RingToneCN, RingToneCZ, RingToneDE,
		RingToneDK, RingToneEE, RingToneES, RingToneFI, RingToneFR,
		RingToneGR, RingToneHU, RingToneIL, RingToneIN, RingToneIT,
		RingToneLT, RingToneJP, RingToneMX, RingToneMY, RingToneNL,
		RingToneNO, RingToneNZ, RingTonePH, RingTonePL, RingTonePT,
		RingToneRU, RingToneSE, RingToneSG, RingToneTH, RingToneUK,
		RingToneUS, RingToneUSOld, RingToneTW, RingToneVE, RingToneZA,
	)
}
