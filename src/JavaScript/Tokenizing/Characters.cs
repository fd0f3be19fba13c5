using System.Globalization;
using System.Runtime.CompilerServices;

namespace Acornima;

/// <summary>Character classes of ECMA-262 clause 12.</summary>
internal static class Characters
{
    public const char LineSeparator = '\u2028';
    public const char ParagraphSeparator = '\u2029';

    private const byte Start = 1;
    private const byte Part = 2;
    private const byte Trivia = 4;

    private static readonly byte[] Ascii = MakeAscii();

    /// <summary>ASCII IdentifierStartChar.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static bool IsAsciiIdentifierStart(char character) => character < 128 && (Ascii[character] & Start) != 0;

    /// <summary>ASCII IdentifierPartChar.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static bool IsAsciiIdentifierPart(char character) => character < 128 && (Ascii[character] & Part) != 0;

    /// <summary>Whether white space, a comment or an HTML-like comment may begin with the character.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static bool MayStartTrivia(char character) => character >= 128 || (Ascii[character] & Trivia) != 0;

    /// <summary>IdentifierStartChar: ID_Start, <c>$</c> and <c>_</c>.</summary>
    public static bool IsIdentifierStart(int codePoint)
    {
        if (codePoint < 128)
        {
            return codePoint >= 0 && (Ascii[codePoint] & Start) != 0;
        }

        return CharUnicodeInfo.GetUnicodeCategory(codePoint) switch
        {
            UnicodeCategory.UppercaseLetter or UnicodeCategory.LowercaseLetter or UnicodeCategory.TitlecaseLetter => true,
            UnicodeCategory.OtherLetter or UnicodeCategory.LetterNumber => true,
            UnicodeCategory.ModifierLetter => codePoint != 0x2E2F, // VERTICAL TILDE is Pattern_Syntax
            _ => codePoint is 0x1885 or 0x1886 or 0x2118 or 0x212E or 0x309B or 0x309C, // Other_ID_Start
        };
    }

    /// <summary>IdentifierPartChar: ID_Continue, <c>$</c>, ZWNJ and ZWJ.</summary>
    public static bool IsIdentifierPart(int codePoint)
    {
        if (codePoint < 128)
        {
            return codePoint >= 0 && (Ascii[codePoint] & Part) != 0;
        }

        return IsIdentifierStart(codePoint) || CharUnicodeInfo.GetUnicodeCategory(codePoint) switch
        {
            UnicodeCategory.NonSpacingMark or UnicodeCategory.SpacingCombiningMark => true,
            UnicodeCategory.DecimalDigitNumber or UnicodeCategory.ConnectorPunctuation => true,
            _ => codePoint is 0x200C or 0x200D // ZWNJ, ZWJ
                or 0x00B7 or 0x0387 or (>= 0x1369 and <= 0x1371) or 0x19DA or 0x30FB or 0xFF65, // Other_ID_Continue
        };
    }

    public static bool IsLineTerminator(char character) => character is '\n' or '\r' or LineSeparator or ParagraphSeparator;

    /// <summary>WhiteSpace beyond ASCII: NBSP, ZWNBSP and category Zs.</summary>
    public static bool IsWideWhiteSpace(char character) =>
        character is '\u00A0' or '\uFEFF' || (character > 127 && CharUnicodeInfo.GetUnicodeCategory(character) == UnicodeCategory.SpaceSeparator);

    /// <summary>The value of a hexadecimal digit, or -1.</summary>
    public static int HexValue(char character) => character switch
    {
        >= '0' and <= '9' => character - '0',
        >= 'a' and <= 'f' => character - 'a' + 10,
        >= 'A' and <= 'F' => character - 'A' + 10,
        _ => -1,
    };

    private static byte[] MakeAscii()
    {
        var table = new byte[128];
        for (var character = 0; character < 128; character++)
        {
            if (char.IsAsciiLetter((char)character) || character is '$' or '_')
            {
                table[character] = Start | Part;
            }
            else if (char.IsAsciiDigit((char)character))
            {
                table[character] = Part;
            }
            else if (character is ' ' or (>= '\t' and <= '\r') or '/' or '<' or '-')
            {
                table[character] = Trivia;
            }
        }

        return table;
    }
}
