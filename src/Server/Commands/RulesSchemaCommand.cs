using System.CommandLine;

namespace Busroot.Server.Commands;

/// <summary><c>busroot rules schema</c> and <c>busroot rules types</c>: what editors need to complete and check rule.json and rule.js.</summary>
/// <remarks>The files are those of rules/schema, held in the program, so that they fit its version wherever the rules are.</remarks>
internal static class RulesSchemaCommand
{
    public static Command CreateSchema() => Create("schema", "rule.schema.json", "Print the JSON Schema of rule.json, for editors.");

    public static Command CreateTypes() => Create("types", "busroot.d.ts", "Print the TypeScript description of what rule.js gets and may import, for editors.");

    private static ExampleCommand Create(string verb, string file, string description)
    {
        var target = new Option<string?>("--out")
        {
            Description = $"Write it into this directory as {file} instead: rules/schema is where the rules of ./rules look for it.",
            HelpName = "DIR",
        };
        var command = new ExampleCommand(verb, description, $"busroot rules {verb} --out rules/schema", $"busroot rules {verb} > {file}") { target };
        command.SetAction(parsed =>
        {
            if (parsed.GetValue(target) is { } directory)
            {
                parsed.WriteLine(Write(directory, file));
            }
            else
            {
                parsed.InvocationConfiguration.Output.Write(Text(file));
            }

            return CommandLine.Done;
        });
        return command;
    }

    private static string Write(string directory, string file)
    {
        var path = Path.Combine(directory, file);
        try
        {
            Directory.CreateDirectory(directory);
            File.WriteAllText(path, Text(file));
            return path;
        }
        catch (Exception error) when (error is IOException or UnauthorizedAccessException)
        {
            throw new CommandFailure($"{path} cannot be written: {error.Message}");
        }
    }

    private static string Text(string file)
    {
        using var reader = new StreamReader(typeof(RulesSchemaCommand).Assembly.GetManifestResourceStream(file)!);
        return reader.ReadToEnd();
    }
}
