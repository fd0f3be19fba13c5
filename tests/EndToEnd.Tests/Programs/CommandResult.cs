using System.Text.Json;

namespace Busroot.EndToEnd.Tests.Programs;

/// <summary>How a program ended.</summary>
internal sealed record CommandResult(int ExitCode, string Output, string Error)
{
    /// <summary>Everything it printed.</summary>
    public string Text => $"{Output}\n{Error}";

    /// <summary>Its output, when it is JSON.</summary>
    public JsonElement Json => JsonDocument.Parse(Output).RootElement;

    /// <summary>This, having made sure that it worked.</summary>
    public CommandResult Done()
    {
        ExitCode.Should().Be(0, "it printed:\n{0}", Text);
        return this;
    }
}
