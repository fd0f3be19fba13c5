namespace Busroot.Server.Settings;

/// <summary>A value as somebody gave it, and where.</summary>
/// <param name="Text">As written; null when the file has something there that is no value of the kind.</param>
/// <param name="Place"><c>busroot.json:4:27</c>, or the option with what follows it.</param>
/// <param name="Described">How a message repeats it.</param>
internal sealed record GivenText(string? Text, string Place, string Described)
{
    /// <summary>A value given on the command line.</summary>
    public static GivenText Option(string option, string text) => new(text, option, $"\"{text}\"");
}
