namespace Busroot.JavaScript.Tests.Parsing.EarlyErrors;

/// <summary>What strict mode refuses.</summary>
public class StrictModeTests
{
    [Theory]
    [InlineData("\"use strict\"; with (a) {}", "Strict mode code may not include a with statement")]
    [InlineData("\"use strict\"; 010", "Octal literals are not allowed in strict mode.")]
    [InlineData("\"use strict\"; 09", "Decimals with leading zeros are not allowed in strict mode.")]
    [InlineData("\"use strict\"; \"\\01\"", "Octal escape sequences are not allowed in strict mode.")]
    [InlineData("\"use strict\"; \"\\8\"", "\\8 and \\9 are not allowed in strict mode.")]
    [InlineData("\"\\01\"; \"use strict\"", "Octal escape sequences are not allowed in strict mode.")]
    [InlineData("\"use strict\"; delete x", "Delete of an unqualified identifier in strict mode.")]
    [InlineData("\"use strict\"; delete (x)", "Delete of an unqualified identifier in strict mode.")]
    [InlineData("\"use strict\"; eval = 1", "Unexpected eval or arguments in strict mode")]
    [InlineData("\"use strict\"; arguments++", "Unexpected eval or arguments in strict mode")]
    [InlineData("\"use strict\"; var eval", "Unexpected eval or arguments in strict mode")]
    [InlineData("\"use strict\"; function eval() {}", "Unexpected eval or arguments in strict mode")]
    [InlineData("\"use strict\"; interface = 1", "Unexpected strict mode reserved word")]
    [InlineData("\"use strict\"; yield = 1", "Unexpected strict mode reserved word")]
    [InlineData("\"use strict\"; ({ a: eval } = {})", "Unexpected eval or arguments in strict mode")]
    [InlineData("\"use strict\"; ({ eval } = 1)", "Unexpected eval or arguments in strict mode")]
    [InlineData("\"use strict\"; for (eval of a) ;", "Unexpected eval or arguments in strict mode")]
    [InlineData("\"use strict\"; function f(a, a) {}", "Duplicate parameter name not allowed in this context")]
    [InlineData("\"use strict\"; if (1) function f() {}", "In strict mode code, functions can only be declared at top level or inside a block.")]
    [InlineData("\"use strict\"; l: function f() {}", "In strict mode code, functions can only be declared at top level or inside a block.")]
    [InlineData("\"use strict\"; (eval) => 1", "Unexpected eval or arguments in strict mode")]
    [InlineData("\"use strict\"; implements => 1", "Unexpected strict mode reserved word")]
    [InlineData("function f(a, a) { \"use strict\" }", "Duplicate parameter name not allowed in this context")]
    [InlineData("function eval() { \"use strict\" }", "Unexpected eval or arguments in strict mode")]
    [InlineData("function f(eval) { \"use strict\" }", "Unexpected eval or arguments in strict mode")]
    [InlineData("function f(static) { \"use strict\" }", "Unexpected strict mode reserved word")]
    [InlineData("function f(a = 1) { \"use strict\" }", "Illegal 'use strict' directive in function with non-simple parameter list")]
    [InlineData("(a = 1) => { \"use strict\" }", "Illegal 'use strict' directive in function with non-simple parameter list")]
    [InlineData("class let {}", "Unexpected strict mode reserved word")]
    [InlineData("class A extends (09) {}", "Decimals with leading zeros are not allowed in strict mode.")]
    [InlineData("(function() { \"use strict\"; return 08 })", "Decimals with leading zeros are not allowed in strict mode.")]
    public void It_is_refused_in_these_words(string code, string message) => Source.Verdict(code).Should().Be(message);
}
