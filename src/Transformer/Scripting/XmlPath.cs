using System.Text.RegularExpressions;
using Jint;
using Jint.Native;
using Jint.Runtime;

namespace Busroot.Transformer.Scripting;

/// <summary>
/// A path to elements of an XML document as <c>xml</c> reads it: <c>//PartCount[@subType='ALL']</c>, <c>/m/n/@id</c>. An element that occurs once is
/// found as one of several is, although the document holds an array for several only.
/// </summary>
/// <remarks>The part of XPath 1.0 that picks by name and attribute: <c>/name</c>, <c>//name</c>, <c>*</c>, <c>[@name]</c>, <c>[@name='value']</c>, at the end <c>/@name</c>.</remarks>
internal sealed partial class XmlPath
{
    private const int LongestPath = 1024;
    private const int Deepest = 64; // deeper than xml() reads; an object that a script made may hold itself

    private readonly List<Step> _steps = [];
    private string? _attribute;

    private XmlPath()
    {
    }

    /// <returns>Null when the text is no such path.</returns>
    public static XmlPath? Parse(string text)
    {
        var path = new XmlPath();
        var at = 0;
        for (var match = StepForm().Match(text); text.Length <= LongestPath && match.Success; match = StepForm().Match(text, at))
        {
            path._steps.Add(Step.Of(match));
            at += match.Length;
        }

        var attribute = AttributeForm().Match(text, at);
        path._attribute = attribute.Success ? "@" + attribute.Groups[1].Value : null;
        return path._steps.Count > 0 && at + attribute.Length == text.Length ? path : null;
    }

    /// <summary>The text of the first element, or its attribute; null when there is none.</summary>
    public JsValue Find(JsValue document, ScriptRealm realm)
    {
        IEnumerable<JsValue> found = [document];
        foreach (var step in _steps)
        {
            found = found.SelectMany(element => Below(element, step, realm, 0));
        }

        return found.Select(TextOf).FirstOrDefault(text => text is JsString) ?? JsValue.Null;
    }

    private static IEnumerable<JsValue> Below(JsValue parent, Step step, ScriptRealm realm, int depth)
    {
        if (parent is not JsObject owner || depth > Deepest)
        {
            yield break;
        }

        foreach (var name in owner.GetOwnPropertyKeys(Types.String).Where(name => !name.ToString().StartsWith('@')))
        {
            var value = HelperArguments.Plain(owner, name);
            foreach (var element in value is JsArray ? ScriptObjects.Items(value) : [value])
            {
                realm.Check();
                if (step.Fits(name.ToString(), element))
                {
                    yield return element;
                }

                foreach (var below in step.IsDeep ? Below(element, step, realm, depth + 1) : [])
                {
                    yield return below;
                }
            }
        }
    }

    // An element with attributes or children has its text beside them.
    private JsValue TextOf(JsValue element) => (_attribute, element) switch
    {
        ({ } name, _) => HelperArguments.Option(element, name),
        (_, JsObject) => HelperArguments.Option(element, "#text") is JsString text ? text : JsString.Empty,
        _ => element,
    };

    private const string Name = @"[\p{L}_][\p{L}\p{N}_.-]*";

    [GeneratedRegex(@"\G(?<axis>//?)(?<name>\*|" + Name + @")(\[@(?<attribute>" + Name + @")(=(?<value>'[^']*'|""[^""]*""))?(?<end>)\])*", RegexOptions.ExplicitCapture)]
    private static partial Regex StepForm();

    [GeneratedRegex(@"\G/@(" + Name + ")")]
    private static partial Regex AttributeForm();

    [GeneratedRegex(@"\[@(?<attribute>[^\]=]+)(=(?<value>'[^']*'|""[^""]*""))?\]", RegexOptions.ExplicitCapture)]
    private static partial Regex ConditionForm();

    /// <summary>One step: where to look, what an element must be called, and what attributes it must have; of a null value any will do.</summary>
    private sealed record Step(bool IsDeep, string Name, (string Attribute, string? Value)[] Conditions)
    {
        public static Step Of(Match match) => new(
            match.Groups["axis"].Length == 2, match.Groups["name"].Value,
            [.. ConditionForm().Matches(match.Value).Select(condition => ("@" + condition.Groups["attribute"].Value, condition.Groups["value"] is { Success: true } value ? value.Value[1..^1] : null))]);

        public bool Fits(string name, JsValue element) =>
            (Name == "*" || Name == name) && Conditions.All(condition =>
                HelperArguments.Option(element, condition.Attribute) is JsString value && (condition.Value is null || value.ToString() == condition.Value));
    }
}
