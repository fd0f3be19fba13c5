using System.CommandLine;
using Busroot.Server.Rules;

namespace Busroot.Server.Commands;

/// <summary>Shows readings of which a rule would make something else.</summary>
internal static class DifferenceText
{
    private const int ShownCharacters = 400;

    /// <summary>Prints one: what was sent, what came of it, what would, and the signals that differ.</summary>
    /// <param name="parsed">The command.</param>
    /// <param name="name">What tells the reading from others: its number, or its device.</param>
    /// <param name="difference">The reading.</param>
    public static void WriteDifference(this ParseResult parsed, string name, ReadingDifference difference)
    {
        parsed.WriteLine($"{name}  {Answer.Show(difference.At)}  {Answer.Safe(difference.Payload)}");
        parsed.WriteLine($"  - {Answer.Safe(difference.Was, ShownCharacters)}");
        parsed.WriteLine($"  + {Answer.Safe(difference.Would, ShownCharacters)}");
        foreach (var signal in difference.Signals)
        {
            parsed.WriteLine($"    {signal}");
        }
    }
}
