using System.CommandLine;
using System.Text.Json;
using Busroot.Server.Administration;

namespace Busroot.Server.Commands;

/// <summary>The options that describe a device.</summary>
internal sealed class DeviceFields
{
    private readonly Option<string?> _name = new("--name") { Description = "What people call it.", HelpName = "TEXT" };
    private readonly Option<string?> _rule = new("--rule") { Description = "The rule that serves it, instead of the one whose pattern fits.", HelpName = "RULE" };
    private readonly Option<string[]> _stations = new("--station") { Description = "A station it may publish as; give it again for more.", HelpName = "CODE" };
    private readonly Option<string[]> _variables = new("--variable")
    {
        Description = "A value its rule reads, for instance goodInput=c1; numbers, true, false and null are taken as such.",
        HelpName = "NAME=VALUE",
    };

    public void AddTo(Command command)
    {
        command.Add(_name);
        command.Add(_rule);
        command.Add(_stations);
        command.Add(_variables);
        _variables.Validators.Add(option =>
        {
            foreach (var token in option.Tokens.Where(token => token.Value.IndexOf('=', StringComparison.Ordinal) < 1))
            {
                option.AddError($"--variable {token.Value}: write NAME=VALUE, for instance goodInput=c1.");
            }
        });
    }

    /// <summary>What was given; the rest is null. <c>--station ""</c> alone takes all stations away.</summary>
    public DeviceChange Read(ParseResult parsed) => new()
    {
        Name = parsed.GetValue(_name),
        Rule = parsed.GetValue(_rule),
        Stations = parsed.GetValue(_stations) is { Length: > 0 } stations ? stations is [""] ? [] : stations : null,
        Variables = parsed.GetValue(_variables) is { Length: > 0 } variables ? Variables(variables) : null,
    };

    private static Dictionary<string, JsonElement> Variables(string[] assignments)
    {
        var variables = new Dictionary<string, JsonElement>(StringComparer.Ordinal);
        foreach (var assignment in assignments)
        {
            var equals = assignment.IndexOf('=', StringComparison.Ordinal);
            variables[assignment[..equals]] = Value(assignment[(equals + 1)..]);
        }

        return variables;
    }

    private static JsonElement Value(string text)
    {
        try
        {
            using var document = JsonDocument.Parse(text);
            if (document.RootElement.ValueKind is JsonValueKind.Number or JsonValueKind.True or JsonValueKind.False or JsonValueKind.Null or JsonValueKind.String)
            {
                return document.RootElement.Clone();
            }
        }
        catch (JsonException)
        {
            // Not JSON, so it is the text itself.
        }

        return JsonSerializer.SerializeToElement(text, Api.ApiJson.Default.String);
    }
}
