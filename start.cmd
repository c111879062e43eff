@echo off
rem Opens the page in your browser, by a double click on Windows. The first start also sets up
rem .venv and fetches the models; whatever is broken off goes on at the next start.
setlocal
chcp 65001 >nul
cd /d "%~dp0" || goto failed
rem Without the bytecode that Python keeps, every start would compile every module anew.
set "PYTHONDONTWRITEBYTECODE="
set "studio=.venv\Scripts\merchant-studio.exe"
set "ready=.venv\.ready"
set "downloads=https://www.python.org/downloads/"

set "python="
for %%p in ("py -3.13" "py -3.12" "py -3.11" python3.13 python3.12 python3.11) do (
  if not defined python %%~p -c "" >nul 2>nul && set "python=%%~p"
)
if not defined python goto no_python
%python% install.py || goto failed

rem Better models are offered once; whoever does not want them gets the small ones.
if exist "%ready%" goto page
(("%studio%" setup --help >nul 2>nul && "%studio%" setup) || "%studio%" models pull) && type nul >"%ready%"

:page
"%studio%" ui --open || goto failed
exit /b 0

:no_python
echo Python 3.11, 3.12 or 3.13 is needed; install it from %downloads% and start again
echo 需要 Python 3.11、3.12 或 3.13，请先安装再打开一次：%downloads%
:failed
pause
exit /b 1
