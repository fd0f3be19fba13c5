using System.CommandLine;
using Busroot.Server.Api;
using Busroot.Server.Settings;

namespace Busroot.Server.Commands;

/// <summary><c>busroot config</c>: every setting, with the value that <c>busroot up</c> would run with.</summary>
internal static class ConfigCommand
{
    private static readonly string[] Header = ["SETTING", "VALUE", "DEFAULT", "RANGE", "UNIT", "FROM"];

    public static Command Create()
    {
        var options = new UpOptions();
        var json = SharedOptions.Json();
        var schema = new Option<bool>("--schema") { Description = "Print the JSON Schema of the settings file, for editors." };
        var command = new ExampleCommand("config", "Show every setting with its value, default and range, or all that is wrong with a settings file. Takes the options of 'up' and starts nothing.",
            "busroot config", "busroot config --config busroot.json --limit maximumPacketBytes=1MiB", "busroot config --schema > busroot.schema.json")
        {
            json, schema,
        };
        options.AddTo(command);
        command.SetAction(parsed =>
        {
            if (parsed.GetValue(schema))
            {
                parsed.WriteLine(SettingsSchema.Text());
                return CommandLine.Done;
            }

            var problems = new List<string>();
            var arguments = options.Read(parsed, problems);
            arguments.Check(problems);
            problems.ForEach(parsed.InvocationConfiguration.Error.WriteLine);
            Print(parsed, Rows(options, parsed, arguments.Settings), parsed.GetValue(json));
            return problems.Count == 0 ? CommandLine.Done : CommandLine.WrongUsage;
        });
        return command;
    }

    private static List<SettingView> Rows(UpOptions options, ParseResult parsed, SettingValues values) =>
    [
        .. FileOption.All.Select(option => options.Show(parsed, option)),
        .. SettingTable.All.Select(setting => new SettingView(
            setting.Name, values.Show(setting), setting.Default, setting.Range, setting.Form.Unit, values.PlaceOf(setting) is { Length: > 0 } place ? place : "default")),
    ];

    private static void Print(ParseResult parsed, List<SettingView> rows, bool json)
    {
        if (json)
        {
            parsed.WriteJson(rows.ToArray());
            return;
        }

        parsed.WriteColumns(Header, [.. rows.Select(row => new[] { row.Setting, Answer.Safe(row.Value), row.Default, row.Range, row.Unit, Answer.Safe(row.From) })]);
    }
}
