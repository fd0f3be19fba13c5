using System.Text.RegularExpressions;

namespace Acornima;

/// <summary>What became of a regular expression.</summary>
public readonly struct RegExpParseResult
{
    private RegExpParseResult(bool success, object? conversionResult, object? additionalData)
    {
        Success = success;
        ConversionResult = conversionResult;
        AdditionalData = additionalData;
    }

    /// <summary>Whether the consumer, or the adaptation, has something that can match.</summary>
    public bool Success { get; }

    /// <summary>The consumer's own matcher, or a <see cref="System.Text.RegularExpressions.Regex"/>.</summary>
    public object? ConversionResult { get; }

    /// <summary>Whatever else the consumer wants to find again at the literal.</summary>
    public object? AdditionalData { get; }

    /// <summary>The matcher when it is one of .NET's, else null.</summary>
    public Regex? Regex => ConversionResult as Regex;

    /// <summary>How many groups the .NET matcher has, the whole match included; 0 without one.</summary>
    public int ActualRegexGroupCount => Regex?.GetGroupNumbers().Length ?? 0;

    /// <summary>Wraps what a consumer made of a regular expression.</summary>
    /// <param name="conversionResult">Its matcher, or null.</param>
    /// <param name="additionalData">Anything to keep with the literal, or null.</param>
    /// <returns>A successful result.</returns>
    public static RegExpParseResult ForSuccess(object? conversionResult = null, object? additionalData = null) =>
        new(success: true, conversionResult, additionalData);

    /// <summary>Finds the name of a group of the .NET matcher.</summary>
    /// <param name="number">The group's number; 0 is the whole match.</param>
    /// <returns>The name, or null for a group without one.</returns>
    public string? GetRegexGroupName(int number)
    {
        var name = Regex?.GroupNameFromNumber(number);
        return string.IsNullOrEmpty(name) || char.IsAsciiDigit(name[0]) ? null : name;
    }
}
